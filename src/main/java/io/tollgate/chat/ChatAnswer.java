package io.tollgate.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, in no dialect.
 *
 * @param id the provider's name for it; empty when it gave none
 * @param model the provider's name for the model
 */
public record ChatAnswer(String id, String model, List<Choice> choices, Usage usage) {

    /**
     * One of the answers asked for.
     *
     * @param stop the stop sequence that ended it, where the provider says which
     */
    public record Choice(
            int index,
            List<Content> content,
            FinishReason finish,
            @Nullable String stop) {}
}
