package io.tollgate.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was used in the last two days, summed up from the sums of each minute. */
@Component
public class UsageReports {

    /** What makes an exchange a failed one. */
    static final String FAILED = "outcome <> 'CLIENT_CANCELLED' and (outcome <> 'COMPLETED' or status >= 400)";

    private static final String MINUTES = "select starts_at, " + Tally.COLUMNS
            + " from usage_minute where starts_at >= :from and starts_at < :to order by starts_at";

    private final JdbcClient jdbc;

    UsageReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The sums of a period of whole minutes. */
    public Totals totals(Period period) {
        Tally sum = new Tally();
        jdbc.sql(MINUTES)
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    sum.add(row, 2);
                });
        return new Totals(
                sum.requests(),
                sum.errors(),
                sum.inputTokens(),
                sum.outputTokens(),
                sum.costNano(),
                sum.unpriced(),
                sum.firstByte().percentile(0.95));
    }

    /** The sums of a period of whole minutes, step by step; steps without an exchange are left out. */
    public List<Step> steps(Period period, Duration step) {
        SortedMap<Instant, Tally> sums = new TreeMap<>();
        long seconds = step.toSeconds();
        jdbc.sql(MINUTES)
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    long at = row.getObject(1, OffsetDateTime.class).toEpochSecond();
                    sums.computeIfAbsent(Instant.ofEpochSecond(at - Math.floorMod(at, seconds)), _ -> new Tally())
                            .add(row, 2);
                });
        return sums.entrySet().stream()
                .map(each -> step(each.getKey(), each.getValue()))
                .toList();
    }

    private static Step step(Instant start, Tally sum) {
        return new Step(
                start,
                sum.requests(),
                sum.errors(),
                sum.costNano(),
                sum.firstByte().percentile(0.5),
                sum.firstByte().percentile(0.95));
    }
}
