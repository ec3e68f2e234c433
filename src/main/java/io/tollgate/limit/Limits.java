package io.tollgate.limit;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * How fast something may be used. An absent part is not limited, and a negative one is the same as an absent one; 0
 * allows nothing.
 *
 * @param rpm requests admitted in any 60 seconds
 * @param tpm tokens reserved in any 60 seconds
 * @param rpd requests admitted in a day of the calendar
 * @param concurrency requests under way at one time
 */
@Embeddable
public record Limits(
        @Nullable Long rpm,
        @Nullable Long tpm,
        @Nullable Long rpd,
        @Nullable Long concurrency) {

    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null, null, null);

    public Limits {
        rpm = limited(rpm);
        tpm = limited(tpm);
        rpd = limited(rpd);
        concurrency = limited(concurrency);
    }

    private static @Nullable Long limited(@Nullable Long amount) {
        return amount == null || amount < 0 ? null : amount;
    }

    /** Whether nothing is limited. */
    public boolean isNone() {
        return rpm == null && tpm == null && rpd == null && concurrency == null;
    }
}
