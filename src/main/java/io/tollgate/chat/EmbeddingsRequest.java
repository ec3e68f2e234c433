package io.tollgate.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be turned into vectors.
 *
 * @param dimensions length of each vector; absent for the model's own
 */
public record EmbeddingsRequest(
        List<String> inputs, @Nullable Integer dimensions) implements Asked {}
