package io.tollgate.pricing;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a price is put on: kinds of tokens and other things that are counted. No token is counted in two of them. A part
 * without a rate of its own is charged like the one it belongs to.
 */
public enum Part {
    INPUT("input", null),
    CACHED_INPUT("cached-input", INPUT),
    CACHE_WRITE("cache-write", INPUT),
    CACHE_WRITE_HOUR("cache-write-1h", CACHE_WRITE),
    AUDIO_INPUT("audio-input", INPUT),
    CACHED_AUDIO("cached-audio", CACHED_INPUT),
    IMAGE_INPUT("image-input", INPUT),
    CACHED_IMAGE("cached-image", CACHED_INPUT),
    VIDEO_INPUT("video-input", INPUT),
    CACHED_VIDEO("cached-video", CACHED_INPUT),
    OUTPUT("output", null),
    REASONING("reasoning", OUTPUT),
    AUDIO_OUTPUT("audio-output", OUTPUT),
    IMAGE_OUTPUT("image-output", OUTPUT),
    VIDEO_OUTPUT("video-output", OUTPUT),
    UNIT("unit", null),
    REQUEST("request", null),
    WEB_SEARCH("web-search", null),
    CITATION("citation", null);

    /** Rates are kept for so many. */
    public static final long MILLION = 1_000_000;

    /** How many there are. */
    static final int COUNT = values().length;

    private static final int THOUSAND = 1_000;

    private final String label;
    private final @Nullable Part parent;

    Part(String label, @Nullable Part parent) {
        this.label = label;
        this.parent = parent;
    }

    /** The part of that name in files. */
    public static Optional<Part> named(String label) {
        return Arrays.stream(values()).filter(part -> part.label.equals(label)).findFirst();
    }

    /** Its name in files. */
    public String label() {
        return label;
    }

    /** The part it belongs to, like which it is charged without a rate of its own. */
    public @Nullable Part parent() {
        return parent;
    }

    /** For how many people write a price: a million tokens, a thousand searches, or one. */
    public long written() {
        return switch (this) {
            case UNIT, REQUEST -> 1;
            case WEB_SEARCH -> THOUSAND;
            case INPUT,
                    CACHED_INPUT,
                    CACHE_WRITE,
                    CACHE_WRITE_HOUR,
                    AUDIO_INPUT,
                    CACHED_AUDIO,
                    IMAGE_INPUT,
                    CACHED_IMAGE,
                    VIDEO_INPUT,
                    CACHED_VIDEO,
                    OUTPUT,
                    REASONING,
                    AUDIO_OUTPUT,
                    IMAGE_OUTPUT,
                    VIDEO_OUTPUT,
                    CITATION -> MILLION;
        };
    }

    /** Whether it is paid for what was read, not for what was written or done. */
    public boolean isInput() {
        return this == INPUT || parent != null && parent.isInput();
    }

    /** Whether it is free where it has no rate: few ask for it. */
    boolean isSurcharge() {
        return this == REQUEST || this == CITATION;
    }
}
