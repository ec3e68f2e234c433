package io.tollgate.manifest;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.manifest.Declaration.DeclaredTeam;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Declared teams as rows. */
@Component
final class TeamRows {

    private final Teams teams;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    TeamRows(Teams teams, Retirement retirement, Ids ids, InstantSource clock) {
        this.teams = teams;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. */
    int apply(List<DeclaredTeam> declared, Problems problems) {
        LiveRows<Team> live = LiveRows.named(teams.findByRetiredAtIsNullOrderByName());
        int retired = live.retireAllBut(declared, retirement::retire);
        teams.flush();
        for (DeclaredTeam team : declared) {
            problems.attempt(() ->
                    live.put(team, update(team, live.declared(team).orElseGet(() -> add(team)))));
        }
        return retired;
    }

    private static Team update(DeclaredTeam team, Team row) {
        row.setLimits(team.limits());
        row.setBudget(team.budget());
        row.setQueueLength(team.queue());
        row.setStreamMode(team.streamMode());
        return row;
    }

    private Team add(DeclaredTeam team) {
        return teams.save(new Team(ids.next(), team.name(), Source.FILE, clock.instant()));
    }
}
