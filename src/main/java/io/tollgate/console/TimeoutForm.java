package io.tollgate.console;

import io.tollgate.provider.Timeouts;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** A provider's deadlines as they are typed, in milliseconds. */
record TimeoutForm(
        @Nullable @Min(1) @Max(LONGEST) Integer connectMs,
        @Nullable @Min(1) @Max(LONGEST) Integer firstByteMs,
        @Nullable @Min(1) @Max(LONGEST) Integer idleMs,
        @Nullable @Min(1) @Max(LONGEST) Integer totalMs) {

    private static final int LONGEST = 24 * 60 * 60 * 1000;

    static final TimeoutForm EMPTY = of(Timeouts.DEFAULTS);

    static TimeoutForm of(Timeouts timeouts) {
        return new TimeoutForm(timeouts.connectMs(), timeouts.firstByteMs(), timeouts.idleMs(), timeouts.totalMs());
    }

    Timeouts timeouts() {
        return new Timeouts(connectMs, firstByteMs, idleMs, totalMs);
    }
}
