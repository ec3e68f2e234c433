package io.tollgate.usage;

import io.tollgate.access.Caller;
import io.tollgate.chat.Operation;
import io.tollgate.usage.Entry.Start;
import java.time.Instant;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What is known of an exchange when it begins.
 *
 * @param startedNanos when it came, by {@link System#nanoTime()}
 * @param model as it was asked for
 * @param configured the configured name that stands for it
 * @param promptTokens how many tokens it has by an estimate, once somebody wants to know
 */
record MeteredRequest(
        UUID id,
        Instant startedAt,
        long startedNanos,
        String requestId,
        Caller caller,
        String dialect,
        Operation operation,
        String model,
        String configured,
        boolean streamed,
        LongSupplier promptTokens) {

    /** @param reservedNano the most that is set aside of a budget for it */
    Start start(long reservedNano) {
        return new Start(
                id,
                startedAt,
                requestId,
                caller.keyId(),
                caller.teamId(),
                operation.label(),
                model,
                streamed,
                reservedNano);
    }

    boolean tokensAreMetered() {
        return operation.meter() == Operation.Meter.TOKENS_IN_ANSWER;
    }

    boolean isFree() {
        return operation.meter() == Operation.Meter.FREE;
    }
}
