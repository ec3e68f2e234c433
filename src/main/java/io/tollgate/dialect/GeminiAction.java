package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import org.jspecify.annotations.Nullable;

/** What Gemini's paths say, after the model's name, is to be done. */
enum GeminiAction {
    GENERATE("generateContent", Operation.CHAT),
    STREAM("streamGenerateContent", Operation.CHAT),
    EMBED("embedContent", Operation.EMBEDDINGS),
    EMBED_BATCH("batchEmbedContents", Operation.EMBEDDINGS),
    COUNT_TOKENS("countTokens", Operation.TOKEN_COUNT);

    private final String word;
    private final Operation operation;

    GeminiAction(String word, Operation operation) {
        this.word = word;
        this.operation = operation;
    }

    String word() {
        return word;
    }

    Operation operation() {
        return operation;
    }

    /** The action a path ends in, if it is one. */
    static @Nullable GeminiAction ending(String path) {
        String end = path.substring(path.lastIndexOf(':') + 1);
        for (GeminiAction action : values()) {
            if (action.word.equals(end)) {
                return action;
            }
        }
        return null;
    }
}
