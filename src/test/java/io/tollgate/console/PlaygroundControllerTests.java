package io.tollgate.console;

import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Source;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class PlaygroundControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Models models;

    @Autowired
    private Teams teams;

    @Test
    void offersTheModelsAndTeamsInUse() {
        String model = desk.model(Source.CONSOLE).getName();
        Team team = desk.team(Source.CONSOLE);
        Team off = desk.team(Source.CONSOLE);
        off.setDisabled(true);
        teams.save(off);

        assertThat(desk.open("/playground?model=" + model))
                .hasStatusOk()
                .bodyText()
                .contains("selected=\"selected\">" + model, ">" + team.getName() + "<")
                .doesNotContain(">" + off.getName() + "<");
    }

    @Test
    void offersNoNamesWithAStar() {
        Model wild = desk.model(Source.CONSOLE);
        wild.rename(wild.getName() + "-*");
        models.save(wild);

        assertThat(desk.open("/playground")).bodyText().doesNotContain(wild.getName());
        assertThat(desk.open("/connect")).bodyText().doesNotContain(wild.getName());
    }

    @Test
    void issuesAKeyForATeam() {
        Team team = desk.team(Source.CONSOLE);

        assertThat(desk.send("/playground/key", "team", team.getId().toString()))
                .hasStatusOk()
                .hasHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
                .bodyJson()
                .extractingPath("$.key")
                .asString()
                .startsWith("tg_");
        assertThat(desk.send("/playground/key", "team", new UUID(7, 7).toString()))
                .hasStatus(404);
    }

    @Test
    void isForAdministratorsOnly() {
        Team team = desk.team(Source.CONSOLE);

        assertThat(desk.openAsViewer("/playground")).hasStatus(403);
        assertThat(desk.sendAsViewer("/playground/key", "team", team.getId().toString()))
                .hasStatus(403);
        assertThat(text(desk.openAsViewer("/teams"))).doesNotContain("/playground");
        assertThat(text(desk.open("/teams"))).contains("/playground");
        assertThat(text(desk.openInChinese("/playground"))).contains("试用台");
    }
}
