package io.tollgate.console;

import io.tollgate.access.EarlierSecret;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Scope;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.ModelMap;

/** What the pages about virtual keys show. */
@Component
class KeyPages {

    private final VirtualKeys keys;
    private final Teams teams;
    private final Models models;
    private final Redirects redirects;
    private final LimitLines limits;
    private final SpendingCards spending;
    private final InstantSource clock;

    KeyPages(
            VirtualKeys keys,
            Teams teams,
            Models models,
            Redirects redirects,
            LimitLines limits,
            SpendingCards spending,
            InstantSource clock) {
        this.limits = limits;
        this.spending = spending;
        this.keys = keys;
        this.teams = teams;
        this.models = models;
        this.redirects = redirects;
        this.clock = clock;
    }

    /** A page of the keys that are looked for. */
    KeyQuery.Shown find(KeyQuery wanted) {
        Map<UUID, Team> byId = teams.findAll().stream().collect(Collectors.toMap(Team::getId, Function.identity()));
        return wanted.of(keys.findByRetiredAtIsNullOrderByName(), byId, key -> line(key, byId.get(key.getTeamId())));
    }

    List<Team> teams() {
        return teams.findByRetiredAtIsNullOrderByName();
    }

    /** Fills the page of a new key. */
    String blank(ModelMap page) {
        page.addAttribute("teams", teams());
        page.addAttribute("models", choices(List.of()));
        page.addAttribute("expiries", KeyForm.EXPIRIES);
        return "keys/new";
    }

    /** The page of one key; forms on it that were typed before keep what was typed. */
    String show(UUID id, ModelMap page) {
        VirtualKey key = Changes.inUse(keys.findById(id));
        page.addAttribute("line", line(key, teams.findById(key.getTeamId()).orElse(null)));
        page.addAttribute("teams", teams());
        page.addAttribute("models", choices(key.getModels()));
        LimitLine limited = limits.find(Scope.KEY, id);
        page.addAttribute("limitLine", limited);
        page.addAttribute("spending", spending.of(limited));
        page.addAttribute("expiries", KeyForm.NEW_EXPIRIES);
        if (!page.containsAttribute("form")) {
            page.addAttribute("form", KeyForm.of(key));
        }
        return "keys/show";
    }

    /** The names to choose from: those that exist, and those a key holds though they do not. */
    private Collection<String> choices(List<String> held) {
        TreeSet<String> names = new TreeSet<>(held);
        models.findByRetiredAtIsNullOrderByName().stream().map(Model::getName).forEach(names::add);
        redirects.findByRetiredAtIsNullOrderByName().stream()
                .map(Redirect::getName)
                .forEach(names::add);
        names.remove("*");
        return names;
    }

    private Line line(VirtualKey key, @Nullable Team team) {
        Instant now = clock.instant();
        List<Instant> overlaps = key.getEarlier().stream()
                .map(EarlierSecret::until)
                .filter(now::isBefore)
                .sorted()
                .toList();
        return new Line(key, team, KeyState.of(key, now), overlaps);
    }

    /**
     * A key and how it stands.
     *
     * @param overlaps until when the texts before its rotations work on, the last end last
     */
    record Line(VirtualKey key, @Nullable Team team, KeyState state, List<Instant> overlaps) {

        public boolean allModels() {
            return key.getModels().contains("*");
        }
    }
}
