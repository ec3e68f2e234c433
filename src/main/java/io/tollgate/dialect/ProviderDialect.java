package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.TokenCountRequest;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A wire format a provider speaks to the gateway. Has no state. */
public interface ProviderDialect {

    /** Its name in settings files and in the database. */
    String name();

    /** Where a provider lists its models, behind the base URL; empty where it does not. */
    default String modelsPath() {
        return "/models";
    }

    /** Whether providers of this dialect take a request as it is. */
    default boolean takes(ClientRequest request, Set<Quirk> quirks) {
        return request.dialect().name().equals(name());
    }

    /**
     * A conversation as the provider wants it.
     *
     * @throws DialectException when it cannot be said there without changing what it means
     */
    ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException;

    /**
     * Texts to embed, as the provider wants them.
     *
     * @throws DialectException when the provider has no embeddings
     */
    default ProviderRequest encode(EmbeddingsRequest embeddings, Destination to) throws DialectException {
        throw new DialectException(
                GatewayError.invalid(400, "unsupported_operation", "The model's providers do not offer embeddings."));
    }

    /** Whether providers of this dialect count the tokens of a conversation. */
    default boolean countsTokens() {
        return false;
    }

    /**
     * A question for the number of tokens, as the provider wants it.
     *
     * @throws DialectException when it cannot be said there
     */
    default ProviderRequest encode(TokenCountRequest count, Destination to) throws DialectException {
        throw new IllegalStateException("Providers of this dialect do not count tokens");
    }

    /** Reads a streamed answer. */
    Decoder decoder();

    /**
     * The events of a whole answer.
     *
     * @throws StreamFormatException when it is none
     */
    List<ChatEvent> decode(JsonNode answer) throws StreamFormatException;

    /**
     * The vectors of an answer.
     *
     * @throws StreamFormatException when it is none
     */
    default Embeddings decodeEmbeddings(JsonNode answer) throws StreamFormatException {
        throw new StreamFormatException("The dialect has no embeddings");
    }

    /**
     * The number of tokens an answer says.
     *
     * @throws StreamFormatException when it is none
     */
    default long decodeTokenCount(JsonNode answer) throws StreamFormatException {
        throw new StreamFormatException("The dialect does not count tokens");
    }
}
