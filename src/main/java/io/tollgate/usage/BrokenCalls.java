package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.Price;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.routing.Turn;
import org.jspecify.annotations.Nullable;

/** What the calls of one exchange cost that may have been answered, and were not heard to their end: an estimate. */
final class BrokenCalls {

    private @Nullable Price price;
    private long promptTokens;
    private long heard;
    private long tokens;
    private long output;
    private @Nullable Long nano = 0L;

    /**
     * A call begins.
     *
     * @return what it costs at least, in nano-dollars; absent without a price
     */
    @Nullable
    Long begin(long prompt, @Nullable Price at) {
        promptTokens = prompt;
        price = at;
        return cost();
    }

    /** So many tokens of its answer had come when it broke off, and nothing was passed on. */
    void heard(long outputTokens) {
        heard = outputTokens;
    }

    /** The call failed. What it cost, if anything. */
    @Nullable
    Long failed(Turn failed, ProviderFailure failure) {
        if (!failure.isAmbiguous() && heard == 0) {
            return 0L;
        }
        Long cost = promptTokens == 0 && heard == 0 ? Long.valueOf(0) : cost();
        failed.held().settle(promptTokens + heard, cost);
        nano = sum(nano, cost);
        tokens += promptTokens;
        output += heard;
        heard = 0;
        return cost;
    }

    private @Nullable Long cost() {
        return price == null ? null : price.cost(Usage.estimated(promptTokens, heard));
    }

    boolean isEmpty() {
        return tokens == 0;
    }

    Usage usage() {
        return Usage.estimated(tokens, output);
    }

    /** What they cost together with another call; absent when one of them has no price. */
    @Nullable
    Long and(@Nullable Long other) {
        return sum(nano, other);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(Math.addExact(one, other));
    }
}
