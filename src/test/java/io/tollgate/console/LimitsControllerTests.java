package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.storage.Source;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class LimitsControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Teams teams;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private Providers providers;

    @Autowired
    private Credentials credentials;

    @Autowired
    private Deployments deployments;

    @Autowired
    private LiveCatalog catalog;

    private UUID key(Team team) {
        return idOf(desk.send("/keys", "name", name("key"), "team", team.getId().toString(), "expiry", "never"));
    }

    @Test
    void limitsATeamAndShowsItsUse() {
        Team team = desk.team(Source.CONSOLE);
        String path = "/limits/team/" + team.getId();

        assertThat(desk.follow(
                        desk.send(path, "rpm", "60", "tpm", "-1", "amount", "12.50", "period", "WEEK", "queue", "3")))
                .bodyText()
                .contains("Saved.", "Spent this week", "$12.50", "0 of 60", "reserved by requests under way");

        Team saved = teams.findById(team.getId()).orElseThrow();
        assertThat(saved.getLimits()).isEqualTo(new Limits(60L, null, null, null));
        assertThat(saved.getBudget()).isEqualTo(new Budget(12_500_000_000L, BudgetPeriod.WEEK));
        assertThat(saved.getQueueLength()).isEqualTo(3);
        assertThat(desk.open("/limits")).hasStatusOk().bodyText().contains(team.getName(), "Spent this week");
        assertThat(desk.open("/teams/" + team.getId())).bodyText().contains("0 of 60", path);
        desk.send(path, "rpm", "", "amount", "");
        assertThat(teams.findById(team.getId()).orElseThrow().getBudget()).isNull();
        assertThat(desk.open("/limits")).bodyText().doesNotContain("\"/teams/" + team.getId());
    }

    @Test
    void limitsAKeyAtOnce() {
        UUID id = key(desk.team(Source.CONSOLE));

        desk.send("/limits/key/" + id, "rpd", "5", "concurrency", "2", "addresses", " 10.0.0.0/8 \n\n::1");

        VirtualKey saved = keys.findById(id).orElseThrow();
        assertThat(saved.getLimits()).isEqualTo(new Limits(null, null, 5L, 2L));
        assertThat(saved.getAddresses()).containsExactly("10.0.0.0/8", "::1");
        assertThat(desk.open("/keys/" + id)).bodyText().contains("Requests today", "0 of 5");
        assertThat(catalog.current()).isNotNull();
    }

    @Test
    void addressesAndAQueueAreLimitsToo() {
        Team team = desk.team(Source.CONSOLE);
        UUID id = key(desk.team(Source.CONSOLE));

        desk.send("/limits/key/" + id, "addresses", "10.1.0.0/16\n::1");
        desk.send("/limits/team/" + team.getId(), "queue", "1234");

        assertThat(desk.openAsViewer("/limits/key/" + id))
                .hasStatusOk()
                .bodyText()
                .contains("May be used from", "10.1.0.0/16, ::1")
                .doesNotContain("Nothing is limited here");
        assertThat(desk.openAsViewer("/limits/team/" + team.getId()))
                .bodyText()
                .contains("Requests that may wait", "1,234");
        assertThat(desk.open("/limits?search=" + team.getName())).bodyText().contains("Requests that may wait");
        String name = keys.findById(id).orElseThrow().getName();
        assertThat(desk.open("/limits?search=" + name)).bodyText().contains("10.1.0.0/16, ::1");
        assertThat(desk.openInChinese("/limits/key/" + id)).bodyText().contains("允许使用的地址");
    }

    @Test
    void limitsWhoeverServes() {
        Provider provider = desk.provider(Source.CONSOLE, "https://limits.example/v1");
        desk.send("/providers/" + provider.getId() + "/credentials", "name", "one", "secret", "sk-limits-0123456789");
        Credential credential = credentials
                .findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId())
                .getFirst();
        Deployment deployment = desk.deployment(desk.model(Source.CONSOLE), provider, Source.CONSOLE);

        desk.send("/limits/provider/" + provider.getId(), "rpm", "7");
        desk.send("/limits/credential/" + credential.getId(), "tpm", "1000");
        desk.send("/limits/deployment/" + deployment.getId(), "concurrency", "0");

        assertThat(providers
                        .findById(provider.getId())
                        .orElseThrow()
                        .getLimits()
                        .rpm())
                .isEqualTo(7);
        assertThat(credentials
                        .findById(credential.getId())
                        .orElseThrow()
                        .getLimits()
                        .tpm())
                .isEqualTo(1000);
        assertThat(deployments
                        .findById(deployment.getId())
                        .orElseThrow()
                        .getLimits()
                        .concurrency())
                .isZero();
        assertThat(desk.open("/providers/" + provider.getId())).bodyText().contains("0 of 7");
        assertThat(desk.open("/limits/deployment/" + deployment.getId()))
                .bodyText()
                .contains("0 of 0")
                .doesNotContain("name=\"amount\"", "name=\"queue\"");
    }

    @Test
    void saysWhatIsWrong() {
        Team team = desk.team(Source.CONSOLE);
        String path = "/limits/team/" + team.getId();

        assertThat(desk.send(path, "rpm", "many", "amount", "-1", "queue", "x"))
                .hasStatusOk()
                .bodyText()
                .contains("or -1 for no limit", "An amount such as", "from 0 to 99999", "value=\"many\"");
        assertThat(desk.send("/limits/key/" + key(team), "addresses", "somewhere"))
                .bodyText()
                .contains("no address range");
        assertThat(teams.findById(team.getId()).orElseThrow().getLimits()).isEqualTo(Limits.NONE);
    }

    @Test
    void leavesWhatIsDeclaredAlone() {
        Team declared = desk.team(Source.FILE);
        desk.send("/limits/team/" + declared.getId(), "rpm", "5");
        assertThat(teams.findById(declared.getId()).orElseThrow().getLimits()).isEqualTo(Limits.NONE);
        assertThat(desk.open("/limits/team/" + declared.getId())).hasStatusOk();
        assertThat(desk.open("/limits/nothing/" + declared.getId())).hasStatus(404);
    }

    @Test
    void leadsFromAChoiceToItsLimits() {
        Team team = desk.team(Source.CONSOLE);
        assertThat(desk.open("/limits?search=" + team.getName())).bodyText().contains("team-" + team.getId());
        assertThat(desk.open("/limits?of=team-" + team.getId())).hasRedirectedUrl("/limits/team/" + team.getId());
        assertThat(desk.open("/limits?of=nonsense")).hasRedirectedUrl("/limits");
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        Team team = desk.team(Source.CONSOLE);
        desk.send("/limits/team/" + team.getId(), "rpm", "61");
        assertThat(desk.openAsViewer("/limits"))
                .hasStatusOk()
                .bodyText()
                .contains(team.getName(), "0 of 61")
                .doesNotContain("name=\"rpm\"");
        assertThat(desk.sendAsViewer("/limits/team/" + team.getId(), "rpm", "1"))
                .hasStatus(403);
    }

    @Test
    void speaksChinese() {
        Team team = desk.team(Source.CONSOLE);
        desk.send("/limits/team/" + team.getId(), "rpm", "62", "amount", "3", "period", "MONTH");
        assertThat(desk.openInChinese("/limits"))
                .bodyText()
                .contains("预算与限流", "最近一分钟的请求", "0 / 62", "本月已花费")
                .doesNotContain("??");
    }
}
