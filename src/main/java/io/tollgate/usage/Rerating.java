package io.tollgate.usage;

import io.tollgate.pricing.PriceOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges of a time that are rated again, and how far that has come. Its figures grow in the transactions that change
 * the rows, so it goes on where it was after any end of the process.
 *
 * @param askedBy the name of who asked for it
 * @param reached rows before this id are done
 * @param calls that were changed so far
 * @param beforeNano what those had cost, in nano-dollars; an unknown cost is nothing
 * @param afterNano what they cost now
 * @param doneAt absent while it goes on
 */
public record Rerating(
        UUID id,
        Span span,
        String askedBy,
        Instant createdAt,
        UUID reached,
        long calls,
        long beforeNano,
        long afterNano,
        @Nullable Instant doneAt) {

    private static final Duration SLACK = Duration.ofMinutes(10);

    /**
     * What is rated again, at which prices.
     *
     * @param owner the model, or the deployment, that served
     * @param from when the first exchanges began
     * @param until excluded
     * @param pricesAt the prices in use at this moment hold
     */
    public record Span(PriceOwner owner, Instant from, Instant until, Instant pricesAt) {

        /** The rows it may be about: ids and clocks differ a little. */
        IdStretch ids() {
            return new IdStretch(Period.idAt(from.minus(SLACK)), Period.idAt(until.plus(SLACK)));
        }
    }

    /** What it changes of the sum, in nano-dollars. */
    public long differenceNano() {
        return afterNano - beforeNano;
    }

    Rerating after(Iterable<ReratedCall> changed, UUID next) {
        long count = calls;
        long before = beforeNano;
        long after = afterNano;
        for (ReratedCall call : changed) {
            count++;
            before += call.beforeNano() == null ? 0 : call.beforeNano();
            after += call.afterNano();
        }
        return new Rerating(id, span, askedBy, createdAt, next, count, before, after, doneAt);
    }

    Rerating done(Instant now) {
        return new Rerating(id, span, askedBy, createdAt, reached, calls, beforeNano, afterNano, now);
    }
}
