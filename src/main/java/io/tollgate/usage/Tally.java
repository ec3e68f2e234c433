package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Sums of usage records. */
final class Tally {

    static final String COLUMNS = "requests, errors, attempts, input_tokens, cached_tokens, cache_write_tokens,"
            + " output_tokens, reasoning_tokens, units, cost_nano, unpriced, estimated, first_byte, total";
    static final int COUNT = 14;

    private static final int NUMBERS = 12;

    private final long[] sums = new long[NUMBERS];
    private final Histogram firstByte = new Histogram();
    private final Histogram total = new Histogram();

    /** Adds a record. */
    void add(UsageRecord row) {
        Usage usage = row.usage();
        long[] added = {
            1,
            isFailed(row) ? 1 : 0,
            row.attempts(),
            usage.inputTokens(),
            usage.cachedTokens(),
            usage.cacheWriteTokens(),
            usage.outputTokens(),
            usage.reasoningTokens(),
            usage.units(),
            row.costNano() == null ? 0 : row.costNano(),
            row.costNano() == null ? 1 : 0,
            usage.source() == Usage.Source.ESTIMATED ? 1 : 0
        };
        for (int i = 0; i < NUMBERS; i++) {
            sums[i] += added[i];
        }
        if (row.firstByteMicros() != null) {
            firstByte.add(row.firstByteMicros());
        }
        if (row.timed()) {
            total.add(row.totalMicros());
        }
    }

    /** Whether an exchange counts as a failed one, as in {@link UsageReports#FAILED}. */
    private static boolean isFailed(UsageRecord row) {
        return row.outcome() != Outcome.CLIENT_CANCELLED && (row.outcome() != Outcome.COMPLETED || row.status() >= 400);
    }

    /** Adds a row of sums. */
    void add(ResultSet row, int first) throws SQLException {
        for (int i = 0; i < NUMBERS; i++) {
            sums[i] += row.getLong(first + i);
        }
        firstByte.add(row.getString(first + NUMBERS));
        total.add(row.getString(first + NUMBERS + 1));
    }

    /** Binds the sums in the order of {@link #COLUMNS}. */
    void bind(PreparedStatement statement, int first) throws SQLException {
        for (int i = 0; i < NUMBERS; i++) {
            statement.setLong(first + i, sums[i]);
        }
        statement.setString(first + NUMBERS, firstByte.text());
        statement.setString(first + NUMBERS + 1, total.text());
    }

    long requests() {
        return sums[0];
    }

    long errors() {
        return sums[1];
    }

    long inputTokens() {
        return sums[3];
    }

    long cachedTokens() {
        return sums[4];
    }

    long cacheWriteTokens() {
        return sums[5];
    }

    long outputTokens() {
        return sums[6];
    }

    long reasoningTokens() {
        return sums[7];
    }

    long units() {
        return sums[8];
    }

    long costNano() {
        return sums[9];
    }

    long unpriced() {
        return sums[10];
    }

    long estimated() {
        return sums[11];
    }

    Histogram firstByte() {
        return firstByte;
    }
}
