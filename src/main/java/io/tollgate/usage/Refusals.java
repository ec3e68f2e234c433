package io.tollgate.usage;

import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How many requests were not admitted, the most frequent reason first. They leave no row, so this is all there is.
 *
 * @param since when counting began
 */
public record Refusals(Instant since, List<Count> counts) {

    private static final Comparator<Count> ORDER =
            Comparator.comparingLong(Count::requests).reversed().thenComparing(Count::code);

    /**
     * One reason.
     *
     * @param code what the callers were told
     */
    public record Count(String code, long requests) {}

    static Refusals of(Instant since, Map<String, Counter> counters) {
        return new Refusals(
                since,
                counters.entrySet().stream()
                        .map(each ->
                                new Count(each.getKey(), (long) each.getValue().count()))
                        .sorted(ORDER)
                        .toList());
    }
}
