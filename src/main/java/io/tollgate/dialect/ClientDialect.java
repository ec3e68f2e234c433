package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A wire format the gateway speaks to its clients. */
public interface ClientDialect {

    /** Of a model's name, in characters. */
    int LONGEST_MODEL = 200;

    /** Its name: mostly that of the {@link ProviderDialect} that takes its requests unchanged. */
    String name();

    /** Whether a request lies in memory as a whole until it is answered, however large it is. */
    default boolean holdsWhole() {
        return true;
    }

    /**
     * Reads a request strictly. The caller closes what it gets.
     *
     * @throws DialectException when the request is not as it must be
     * @throws IOException when the client is gone
     */
    ClientRequest decode(Inbound inbound) throws DialectException, IOException;

    /**
     * What a request asks for, in no dialect.
     *
     * @throws DialectException when it cannot be said in another dialect, or is wrong
     */
    Asked read(Operation operation, ObjectNode body) throws DialectException;

    /** The members of a request that {@link #read} understands, or that mean nothing to another provider. */
    Set<String> known(Operation operation);

    /** Writes a streamed answer to a request of this dialect. */
    Encoder encoder(ClientRequest request);

    /** A whole answer to a request of this dialect, as JSON in UTF-8, under the model's name the client asked for. */
    byte[] whole(ChatAnswer answer, ClientRequest request);

    /** Vectors, as JSON in UTF-8. */
    byte[] whole(Embeddings embeddings, ClientRequest request);

    /** How many tokens a conversation has, as JSON in UTF-8. */
    byte[] tokenCount(long tokens);

    /** Sets the model's name in an answer of this dialect, or in a frame of one, to that the client asked for. */
    default void setModel(ObjectNode answer, String model) {
        if (answer.has("model")) {
            answer.put("model", model);
        }
    }

    /** An error, as JSON. */
    String error(GatewayError error);
}
