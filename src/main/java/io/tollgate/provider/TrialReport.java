package io.tollgate.provider;

import io.tollgate.chat.Usage;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Trial} found.
 *
 * @param credentialId what it was paid with; absent when there was nothing to pay with
 * @param sent what the provider was asked; absent when it could not be said in its dialect
 * @param losses what of the request could not be carried
 * @param text what the model said; of embeddings, the number of dimensions
 * @param answer the answer as the client gets it
 * @param failure why there is no answer; absent when there is one
 * @param micros from the start to the end of the answer
 */
public record TrialReport(
        @Nullable UUID credentialId,
        @Nullable Sent sent,
        List<String> losses,
        String text,
        String answer,
        Usage usage,
        @Nullable ProviderFailure failure,
        long micros) {

    /**
     * A request as the provider got it, without host and key.
     *
     * @param json indented
     */
    public record Sent(String method, String path, String json) {}
}
