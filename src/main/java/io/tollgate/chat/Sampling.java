package io.tollgate.chat;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How words are chosen, and when to stop.
 *
 * @param maxTokens most tokens of output, reasoning included
 * @param choices how many answers; OpenAI's {@code n}
 * @param topLogprobs how many alternatives are listed with each token's probability
 */
public record Sampling(
        @Nullable Integer maxTokens,
        @Nullable BigDecimal temperature,
        @Nullable BigDecimal topP,
        @Nullable Integer topK,
        @Nullable Long seed,
        @Nullable BigDecimal presencePenalty,
        @Nullable BigDecimal frequencyPenalty,
        @Nullable Integer choices,
        List<String> stop,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs) {

    /** Nothing said. */
    public static final Sampling DEFAULT =
            new Sampling(null, null, null, null, null, null, null, null, List.of(), null, null);
}
