package io.tollgate.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One step of a chart's time axis. */
public record Step(
        Instant start,
        long requests,
        long errors,
        long costNano,
        @Nullable Long firstByteP50Micros,
        @Nullable Long firstByteP95Micros) {}
