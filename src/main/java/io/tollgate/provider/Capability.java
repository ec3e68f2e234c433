package io.tollgate.provider;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a model may be able to do, as the definition of its provider says. */
public enum Capability {
    CHAT,
    COMPLETION,
    EMBEDDINGS,
    TOOLS,
    VISION,
    REASONING,
    STREAMING,
    AUDIO,
    FILES,
    CODE,
    MULTIMODAL;

    private static final String SUPPORTS = "supports_";

    /** Other words that definitions of earlier proxies use. */
    private static final Map<String, Capability> OTHER_NAMES = Map.of(
            "chat_completions", CHAT,
            "completions", COMPLETION,
            "embedding", EMBEDDINGS,
            "function_calling", TOOLS,
            "thinking", REASONING,
            "code_generation", CODE);

    /** The one a definition means; none when the word is not known. */
    static Optional<Capability> named(String word) {
        String plain = word.startsWith(SUPPORTS) ? word.substring(SUPPORTS.length()) : word;
        for (Capability capability : values()) {
            if (capability.label().equals(plain)) {
                return Optional.of(capability);
            }
        }
        return Optional.ofNullable(OTHER_NAMES.get(plain));
    }

    /** Its name in definitions and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
