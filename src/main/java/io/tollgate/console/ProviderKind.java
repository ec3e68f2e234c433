package io.tollgate.console;

import io.tollgate.provider.Preset;
import java.util.List;

/** A kind of provider, as a person chooses it. */
record ProviderKind(Preset preset) {

    static final String USUAL = "openai";
    static final String DEMO = "demo";

    private static final String KEY = "{{api_key}}";
    private static final String HIDDEN_KEY = "••••";

    public String id() {
        return preset.id();
    }

    /** Everybody's base URL; empty where each account has its own. */
    public String baseUrl() {
        return preset.hasBaseUrl() ? preset.baseUrl() : "";
    }

    /** What is sent with every request, the key left out. */
    public List<String> headers() {
        return preset.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue().replace(KEY, HIDDEN_KEY))
                .sorted()
                .toList();
    }

    /** Where its API is described; empty where nobody says. */
    public String documentation() {
        return preset.documentation().startsWith("https://") ? preset.documentation() : "";
    }
}
