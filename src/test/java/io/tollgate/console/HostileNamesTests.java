package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Teams;
import io.tollgate.chat.Usage;
import io.tollgate.storage.Ids;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Names and what comes in from clients are text, on every page. */
@PageTest
class HostileNamesTests {

    private static final String HOSTILE = "\"'><script>alert(1)</script>${1 + '<script>alert(2)'}";

    @Autowired
    private Desk desk;

    @Autowired
    private Teams teams;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Test
    void areEscaped() throws InterruptedException {
        String name = HOSTILE + name("");
        UUID provider = idOf(desk.send(
                "/providers", "name", name, "baseUrl", "https://a.example", "credential", name, "secret", "sk-1"));
        UUID model = idOf(desk.send("/models", "name", name, "provider", provider.toString()));
        desk.send("/teams", "name", name);
        UUID team = teams.findByLiveName(name).orElseThrow().getId();
        UUID key = idOf(desk.send(
                "/keys", "name", name, "team", team.toString(), "scope", "some", "models", "", "models", name));
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name,
                key,
                team,
                "chat",
                name,
                provider,
                null,
                name,
                502,
                Outcome.UPSTREAM_ERROR,
                name,
                false,
                1,
                Usage.NONE,
                0L,
                null,
                1L);
        ledger.record(row);
        ledger.flush();

        List<String> pages = List.of(
                "/",
                "/logs",
                "/logs/" + row.id(),
                "/usage?by=team",
                "/usage?by=key",
                "/usage?by=model",
                "/usage?by=provider",
                "/providers",
                "/providers/" + provider,
                "/providers/" + provider + "/edit",
                "/models",
                "/models/new",
                "/models/" + model,
                "/teams",
                "/teams/" + team,
                "/teams/" + team + "/edit",
                "/keys",
                "/keys/new",
                "/keys/" + key);
        for (String page : pages) {
            assertThat(text(desk.open(page)))
                    .as(page)
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>alert");
        }
        assertThat(text(desk.open("/logs?model={model}&request={request}", HOSTILE, HOSTILE)))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert");
        assertThat(text(desk.follow(desk.send("/keys/" + key + "/rotate", "hours", "0"))))
                .doesNotContain("<script>alert");
    }
}
