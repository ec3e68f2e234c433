package io.tollgate.dialect;

/** Where Ollama's clients ask. */
public enum OllamaEndpoint {
    CHAT("/api/chat", true),
    GENERATE("/api/generate", true),
    EMBED("/api/embed", false),
    /** An older form of {@link #EMBED}, for one text. */
    EMBEDDINGS("/api/embeddings", false);

    private final String path;
    private final boolean streams;

    OllamaEndpoint(String path, boolean streams) {
        this.path = path;
        this.streams = streams;
    }

    /** From the root, for clients and for providers. */
    public String path() {
        return path;
    }

    /** Whether it answers bit by bit unless told otherwise. */
    boolean streams() {
        return streams;
    }
}
