package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.storage.Ids;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
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
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @BeforeEach
    void emptyTheLedger() throws InterruptedException {
        ledger.flush();
        jdbc.sql("delete from usage_record").update();
    }

    @Test
    void beforeAnythingCameThroughItTellsWhatToDo() {
        assertThat(text(desk.open("/")))
                .contains("Three steps to the first request", "/v1/chat/completions")
                .doesNotContain("<canvas");
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
        assertThat(page).contains("1 requests are missing from the cost", "data-chart=", "nothing to compare with yet");
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
}
