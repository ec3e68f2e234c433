package io.tollgate.provider;

import io.tollgate.chat.Operation;

/**
 * A short call to a model, as a client would make it.
 *
 * @param client the dialect of the client
 * @param embeddings whether to ask for embeddings rather than an answer
 */
public record Trial(String model, Client client, boolean embeddings, boolean streamed) {

    /** The dialects that clients speak. */
    public enum Client {
        OPENAI,
        RESPONSES,
        ANTHROPIC,
        GEMINI,
        OLLAMA
    }

    /** The plainest call there is. */
    public static Trial of(String model) {
        return new Trial(model, Client.OPENAI, false, false);
    }

    public Operation operation() {
        if (embeddings) {
            return Operation.EMBEDDINGS;
        }
        return client == Client.RESPONSES ? Operation.RESPONSES : Operation.CHAT;
    }
}
