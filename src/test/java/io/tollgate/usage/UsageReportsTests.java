package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageReportsTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final UsageReports reports = new UsageReports(JdbcClient.create(dataSource));

    @BeforeEach
    void record() throws SQLException {
        UsageDatabase.insert(
                dataSource,
                List.of(
                        row(NOON.minusSeconds(1), "a", 200, Outcome.COMPLETED, 1_000),
                        row(NOON.minusSeconds(60), "a", 200, Outcome.COMPLETED, 2_000),
                        row(NOON.minusSeconds(3_500), "b", 502, Outcome.UPSTREAM_ERROR, 9_000),
                        row(NOON.minusSeconds(3_700), "b", 499, Outcome.CLIENT_CANCELLED, 4_000),
                        row(NOON, "b", 200, Outcome.COMPLETED, 7)));
    }

    @Test
    void sumsUpAPeriod() {
        Totals totals = reports.totals(Period.last(Duration.ofHours(1), NOON));

        assertThat(totals).isEqualTo(new Totals(3, 1, 30, 60, 369, 0, about(9_000)));
        assertThat(totals.errorRate()).isEqualTo(1 / 3.0);
    }

    @Test
    void aCallTheClientBrokeOffIsNoError() {
        Totals before = reports.totals(Period.last(Duration.ofHours(1), NOON).previous());

        assertThat(before.requests()).isEqualTo(1);
        assertThat(before.errors()).isZero();
    }

    @Test
    void anEmptyPeriodHasNoLatency() {
        Totals totals = reports.totals(Period.last(Duration.ofHours(1), NOON.minus(Duration.ofDays(9))));

        assertThat(totals).isEqualTo(new Totals(0, 0, 0, 0, 0, 0, null));
        assertThat(totals.errorRate()).isZero();
    }

    @Test
    void dividesAPeriodIntoSteps() {
        List<Step> steps = reports.steps(Period.last(Duration.ofHours(2), NOON), Duration.ofHours(1));

        assertThat(steps)
                .containsExactly(
                        new Step(NOON.minusSeconds(7_200), 1, 0, 123, about(4_000), about(4_000)),
                        new Step(NOON.minusSeconds(3_600), 3, 1, 369, about(2_000), about(9_000)));
    }

    /** What a histogram makes of a duration. */
    private static Long about(long micros) {
        Histogram histogram = new Histogram();
        histogram.add(micros);
        assertThat(histogram.percentile(1)).isCloseTo(micros, Percentage.withPercentage(10));
        return histogram.percentile(1);
    }
}
