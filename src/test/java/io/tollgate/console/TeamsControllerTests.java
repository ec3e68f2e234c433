package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.StreamMode;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.storage.Source;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class TeamsControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Teams teams;

    @Test
    void createsAndChangesATeam() {
        String name = name("Search");
        assertThat(desk.follow(desk.send("/teams", "name", " " + name + " ")))
                .bodyText()
                .contains(name, "The team is created");
        UUID id = teams.findByLiveName(name).orElseThrow().getId();

        assertThat(desk.open("/teams/" + id)).hasStatusOk().bodyText().contains("Team " + name, "live: as they come");
        assertThat(team(id).getStreamMode()).isEqualTo(StreamMode.LIVE);
        assertThat(desk.open("/teams/" + id + "/edit")).hasStatusOk().bodyText().contains(">Save<", "<fieldset>");
        assertThat(desk.send("/teams/" + id, "name", name + " and more", "streamMode", "SAFE"))
                .hasRedirectedUrl("/teams/" + id);

        assertThat(team(id).getName()).isEqualTo(name + " and more");
        assertThat(team(id).getStreamMode()).isEqualTo(StreamMode.SAFE);
        assertThat(desk.open("/teams")).bodyText().contains("safe streams");
    }

    @Test
    void saysWhatIsWrongWithAName() {
        Team other = desk.team(Source.CONSOLE);
        Team own = desk.team(Source.CONSOLE);

        assertThat(desk.send("/teams", "name", other.getName()))
                .hasStatusOk()
                .bodyText()
                .contains("This name is in use");
        assertThat(desk.send("/teams", "name", " ")).bodyText().contains("Fill this in.");
        assertThat(desk.send("/teams/" + own.getId(), "name", other.getName()))
                .bodyText()
                .contains("This name is in use");
    }

    @Test
    void removesATeamOnlyWithoutLiveKeys() {
        Team team = desk.team(Source.CONSOLE);
        UUID key = idOf(
                desk.send("/keys", "name", name("key"), "team", team.getId().toString(), "expiry", "never"));
        String path = "/teams/" + team.getId();

        assertThat(desk.follow(desk.send(path + "/retire"))).bodyText().contains("This team has live keys");
        assertThat(team(team.getId()).isRetired()).isFalse();

        desk.send("/keys/" + key + "/revoke");
        desk.send(path + "/retire");
        assertThat(team(team.getId()).isRetired()).isTrue();
    }

    @Test
    void aDeclaredTeamIsOnlySwitchedOffAndOn() {
        Team declared = desk.team(Source.FILE);
        String path = "/teams/" + declared.getId();

        desk.send(path, "name", "other");
        desk.send(path + "/retire");
        desk.send(path + "/disable");

        assertThat(team(declared.getId()).getName()).isEqualTo(declared.getName());
        assertThat(team(declared.getId()).isRetired()).isFalse();
        assertThat(team(declared.getId()).isDisabled()).isTrue();
        desk.send(path + "/enable");
        assertThat(team(declared.getId()).isDisabled()).isFalse();
    }

    @Test
    void aDeclaredTeamIsLookedAt() {
        Team declared = desk.team(Source.FILE);
        String path = "/teams/" + declared.getId();

        assertThat(desk.open(path))
                .hasStatusOk()
                .bodyText()
                .contains(declared.getName(), "Declared in the settings file")
                .doesNotContain(path + "/edit", ">Save<");
        assertThat(desk.open("/teams")).bodyText().contains("\"" + path + "\"");
        assertThat(desk.follow(desk.send(path, "name", "other")))
                .hasStatusOk()
                .bodyText()
                .contains("change it there", declared.getName());
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        Team team = desk.team(Source.CONSOLE);

        String path = "/teams/" + team.getId();

        assertThat(desk.open(path)).bodyText().contains(path + "/edit").doesNotContain("Declared in the settings file");
        assertThat(desk.openAsViewer(path))
                .hasStatusOk()
                .bodyText()
                .contains(team.getName())
                .doesNotContain("/edit", ">Save<");
        assertThat(desk.openAsViewer(path + "/edit")).hasStatus(403);
        assertThat(desk.openAsViewer("/teams"))
                .bodyText()
                .contains(team.getName(), "\"" + path + "\"")
                .doesNotContain("/disable", "New team");
        assertThat(desk.sendAsViewer("/teams", "name", name("sneaky"))).hasStatus(403);
    }

    @Test
    void showsATeamsKeysAndItsLimits() {
        Team team = desk.team(Source.CONSOLE);
        String path = "/teams/" + team.getId();
        assertThat(desk.openAsViewer(path))
                .bodyText()
                .contains("No key belongs to this team yet.", "Nothing is limited");

        String name = name("key");
        UUID key = idOf(desk.send("/keys", "name", name, "team", team.getId().toString(), "expiry", "never"));
        desk.send("/limits/team/" + team.getId(), "rpm", "63");

        assertThat(desk.openAsViewer(path))
                .bodyText()
                .contains(name, "\"/keys/" + key + "\"", "\"/logs?key=" + key + "\"", "0 of 63", "Spending");
        assertThat(desk.openInChinese(path)).bodyText().contains("虚拟密钥", name).doesNotContain("??");
    }

    private Team team(UUID id) {
        return teams.findById(id).orElseThrow();
    }
}
