package io.tollgate.usage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many of some durations fell into which bucket. The buckets are fixed, a quarter of an octave wide each, from a
 * quarter of a millisecond to an hour, so that histograms can be added up; a percentile is right to a tenth.
 */
final class Histogram {

    private static final double FIRST_MICROS = 250;
    private static final int PER_OCTAVE = 4;
    private static final int BUCKETS = 96;

    private final long[] counts = new long[BUCKETS];

    /** Adds one duration. */
    void add(long micros) {
        counts[bucket(micros)]++;
    }

    /** Adds what {@link #text()} of another wrote. */
    void add(String text) {
        int at = 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            int comma = text.indexOf(',', colon);
            int end = comma < 0 ? text.length() : comma;
            counts[Integer.parseInt(text, at, colon, 10)] += Long.parseLong(text, colon + 1, end, 10);
            at = end + 1;
        }
    }

    private static int bucket(long micros) {
        if (micros <= FIRST_MICROS) {
            return 0;
        }
        double octaves = Math.log(micros / FIRST_MICROS) / Math.log(2);
        return Math.min(BUCKETS - 1, (int) Math.ceil(octaves * PER_OCTAVE - 1e-9));
    }

    /**
     * The duration that a share of all is not longer than, as the middle of its bucket.
     *
     * @param share between 0 and 1
     * @return microseconds; absent when there is none
     */
    @Nullable
    Long percentile(double share) {
        long all = Arrays.stream(counts).sum();
        if (all == 0) {
            return null;
        }
        long wanted = Math.max(1, (long) Math.ceil(all * share));
        int bucket = 0;
        for (long seen = counts[0]; seen < wanted; seen += counts[bucket]) {
            bucket++;
        }
        return Math.round(FIRST_MICROS * Math.pow(2, (bucket - 0.5) / PER_OCTAVE));
    }

    /** The buckets that hold something, as {@code bucket:count} with commas between. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] != 0) {
                text.append(text.isEmpty() ? "" : ",").append(i).append(':').append(counts[i]);
            }
        }
        return text.toString();
    }
}
