package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.storage.Ids;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.Metering;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PageTest
class OverviewControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Metering metering;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @BeforeEach
    void emptyTheLedger() throws InterruptedException {
        ledger.flush();
        for (String table : List.of("usage_record", "usage_minute")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @Test
    void beforeAnythingCameThroughItTellsWhatToDo() {
        assertThat(text(desk.open("/")))
                .contains("Three steps to the first request", "/v1/chat/completions")
                .doesNotContain("<canvas");
        assertThat(text(desk.openAsViewer("/")))
                .contains("Three steps to the first request")
                .doesNotContain("/providers/new", "/keys/new");
    }

    @Test
    void sumsUpTheLastDayAndLinksToTheRows() throws InterruptedException {
        String failing = name("failing");
        record("fine", 200, Outcome.COMPLETED, 1_500_000L);
        record("fine", 200, Outcome.COMPLETED, null);
        record("fine", 499, Outcome.CLIENT_CANCELLED, 0L);
        UsageRecord failed = record(failing, 502, Outcome.UPSTREAM_ERROR, 0L);

        String page = text(desk.openAsViewer("/"));

        assertThat(page)
                .contains("25 %", "$0.0015", "/logs?last=24h&amp;result=failed", failing, "/logs/" + failed.id());
        assertThat(page)
                .contains(
                        "their model had no price: 1.",
                        "rate past calls again",
                        "data-chart=",
                        "nothing to compare with yet");
    }

    @Test
    void countsRefusedRequestsByReason() throws InterruptedException {
        String code = name("refusal_of_tests").replace('-', '_');
        metering.refused("invalid_api_key");
        metering.refused(code);
        metering.refused(code);

        assertThat(text(desk.openAsViewer("/")))
                .as("before the first request that was not refused")
                .contains("Refused requests", "invalid_api_key", code);
        record("fine", 200, Outcome.COMPLETED, 0L);
        assertThat(text(desk.openAsViewer("/")))
                .contains("id=\"refusals\"", "The key is unknown, has expired or was revoked.")
                .containsPattern(code + "</span></td>\\s*<td class=\"num\">2<");
        assertThat(text(desk.openInChinese("/"))).contains("被拒绝的请求", "密钥不存在、已过期或已吊销。");
        assertThat(text(desk.open("/logs"))).contains("leave no row", "href=\"/#refusals\"");
    }

    @Test
    void isInChineseToo() throws InterruptedException {
        record("fine", 200, Outcome.COMPLETED, 0L);

        assertThat(text(desk.openInChinese("/"))).contains("概览", "请求数", "首字延迟");
        assertThat(text(desk.openInChinese("/logs"))).contains("请求日志");
    }

    private UsageRecord record(String model, int status, Outcome outcome, Long costNano) throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                null,
                "chat",
                model,
                null,
                null,
                model,
                status,
                outcome,
                outcome == Outcome.UPSTREAM_ERROR ? "upstream_error" : null,
                false,
                1,
                Usage.ofTokens(10, 0, 20, 0),
                costNano,
                1_000L,
                2_000L);
        ledger.record(row);
        ledger.flush();
        return row;
    }

    @Test
    void leadsBackToTheGuidedSetupUntilItIsDone() throws InterruptedException {
        jdbc.sql("update virtual_key set retired_at = created_at, live_name = null where retired_at is null")
                .update();
        assertThat(desk.open("/")).bodyText().contains("href=\"/setup\"", "Go on with the guided setup");
        record("fine", 200, Outcome.COMPLETED, 0L);
        assertThat(desk.open("/")).bodyText().contains("<canvas", "href=\"/setup\"");
        assertThat(desk.openInChinese("/")).bodyText().contains("继续引导设置");
        assertThat(desk.openAsViewer("/")).bodyText().doesNotContain("href=\"/setup\"");
    }
}
