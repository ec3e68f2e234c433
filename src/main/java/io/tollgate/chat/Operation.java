package io.tollgate.chat;

import org.jspecify.annotations.Nullable;

/** What a client can ask for, where it asks, and where the answer says what it used. */
public enum Operation {
    CHAT("chat", "/chat/completions", Body.JSON, Meter.TOKENS_IN_ANSWER),
    COMPLETIONS("completions", "/completions", Body.JSON, Meter.TOKENS_IN_ANSWER),
    EMBEDDINGS("embeddings", "/embeddings", Body.JSON, Meter.TOKENS_IN_ANSWER),
    RESPONSES("responses", "/responses", Body.JSON, Meter.TOKENS_IN_ANSWER),
    MODERATIONS("moderations", "/moderations", Body.JSON, Meter.FREE),
    IMAGE_GENERATIONS("image_generations", "/images/generations", Body.JSON, Meter.TOKENS_OR_IMAGES),
    IMAGE_EDITS("image_edits", "/images/edits", Body.MULTIPART, Meter.TOKENS_OR_IMAGES),
    IMAGE_VARIATIONS("image_variations", "/images/variations", Body.MULTIPART, Meter.TOKENS_OR_IMAGES),
    SPEECH("speech", "/audio/speech", Body.JSON, Meter.CHARACTERS_OF_INPUT),
    TRANSCRIPTIONS("transcriptions", "/audio/transcriptions", Body.MULTIPART, Meter.TOKENS_OR_SECONDS),
    TRANSLATIONS("translations", "/audio/translations", Body.MULTIPART, Meter.TOKENS_OR_SECONDS),
    /** Counts the tokens of a chat; has no path of OpenAI's. */
    TOKEN_COUNT("token_count", "/count_tokens", Body.JSON, Meter.FREE);

    /** How a request is written. */
    public enum Body {
        JSON,
        MULTIPART
    }

    /** Where usage is found. */
    public enum Meter {
        /** {@code usage} of the answer. */
        TOKENS_IN_ANSWER,
        /** {@code usage} of the answer; without it, the number of images in its {@code data}. */
        TOKENS_OR_IMAGES,
        /** {@code usage} of the answer, in tokens or seconds; without it, its {@code duration}. */
        TOKENS_OR_SECONDS,
        /** The characters of the request's {@code input}. */
        CHARACTERS_OF_INPUT,
        /** Providers do not charge. */
        FREE
    }

    private final String label;
    private final String path;
    private final Body body;
    private final Meter meter;

    Operation(String label, String path, Body body, Meter meter) {
        this.label = label;
        this.path = path;
        this.body = body;
        this.meter = meter;
    }

    /** The operation at one of OpenAI's paths behind the version, if there is one. */
    public static @Nullable Operation at(String path) {
        for (Operation operation : values()) {
            if (operation != TOKEN_COUNT && operation.path.equals(path)) {
                return operation;
            }
        }
        return null;
    }

    /** Its name in the ledger. */
    public String label() {
        return label;
    }

    /** Its path behind the version, for clients and for providers that speak OpenAI. */
    public String path() {
        return path;
    }

    public Body body() {
        return body;
    }

    public Meter meter() {
        return meter;
    }

    /** Whether a client can ask for the answer as a stream of events. */
    public boolean isStreamable() {
        return hasChoices() || this == RESPONSES;
    }

    /** Whether an answer is made of choices that are written bit by bit. */
    public boolean hasChoices() {
        return this == CHAT || this == COMPLETIONS;
    }
}
