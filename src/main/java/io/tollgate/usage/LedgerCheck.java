package io.tollgate.usage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the rows of one hour with all sums that tell of it, cell by cell: the hour's, each minute's, the calls of
 * each provider, and the day's with those of its hours. Only the ledger's thread writes any of them, and it is the one
 * that compares.
 */
final class LedgerCheck {

    private static final String NOBODY = "'" + UsageFilter.NONE + "'";

    private static final String ROW = "from usage_record where id >= :low and id < :high and started_at >= :hour"
            + " and started_at < :next group by ";
    private static final String OF_ROWS = "count(*), coalesce(sum(cost_nano), 0), sum(input_tokens + output_tokens),"
            + " count(*) - count(cost_nano) ";
    private static final String OF_SUMS = "requests, cost_nano, input_tokens + output_tokens, unpriced ";
    private static final String CELL = "coalesce(team_id, " + NOBODY + "), coalesce(key_id, " + NOBODY
            + "), model_asked, coalesce(provider_id, " + NOBODY + "), coalesce(credential_id, " + NOBODY
            + "), outcome";
    private static final String KEYS = "team_id, key_id, model, provider_id, credential_id, outcome";
    private static final String MINUTE = "date_trunc('minute', started_at), model_asked";

    private static final List<Comparison> COMPARISONS = List.of(
            new Comparison(
                    "hour",
                    "select " + CELL + ", " + OF_ROWS + ROW + CELL,
                    "select " + KEYS + ", " + OF_SUMS + "from usage_hour where starts_at = :hour"),
            new Comparison(
                    "minutes",
                    "select " + MINUTE + ", " + OF_ROWS + ROW + MINUTE,
                    "select starts_at, model, " + OF_SUMS
                            + "from usage_minute where starts_at >= :hour and starts_at < :next"),
            new Comparison(
                    "quarters",
                    "select a.provider_id, count(*) from usage_attempt a join usage_record u on u.id = a.record_id"
                            + " where a.record_id >= :low and a.record_id < :high and u.started_at >= :hour"
                            + " and u.started_at < :next and a.provider_id is not null group by a.provider_id",
                    "select provider_id, sum(calls) from provider_quarter where starts_at >= :hour"
                            + " and starts_at < :next group by provider_id"),
            new Comparison(
                    "day",
                    "select " + KEYS + ", sum(requests), sum(cost_nano), sum(input_tokens + output_tokens),"
                            + " sum(unpriced) from usage_hour where starts_at >= :day and starts_at < :tomorrow group by "
                            + KEYS,
                    "select " + KEYS + ", " + OF_SUMS + "from usage_day where starts_at = :day"));

    private final JdbcClient jdbc;

    LedgerCheck(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Two questions that have the same answer. */
    private record Comparison(String name, String one, String other) {

        /** How many cells one answer has that the other has not. */
        String sql() {
            return "select count(*) from ((" + one + " except " + other + ") union all (" + other + " except " + one
                    + ")) d";
        }
    }

    /**
     * Which sums differ from the rows of the hour that begins then; none when all is right.
     *
     * @param ids of the rows that it may be about
     */
    List<String> differences(Instant hour, IdStretch ids) {
        Instant day = hour.truncatedTo(ChronoUnit.DAYS);
        Map<String, Object> values = Map.of(
                "low", ids.low(),
                "high", ids.high(),
                "hour", utc(hour),
                "next", utc(hour.plus(1, ChronoUnit.HOURS)),
                "day", utc(day),
                "tomorrow", utc(day.plus(1, ChronoUnit.DAYS)));
        List<String> wrong = new ArrayList<>();
        for (Comparison comparison : COMPARISONS) {
            long cells =
                    jdbc.sql(comparison.sql()).params(values).query(Long.class).single();
            if (cells > 0) {
                wrong.add(comparison.name() + " (" + cells + ")");
            }
        }
        return wrong;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
