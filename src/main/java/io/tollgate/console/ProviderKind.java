package io.tollgate.console;

import io.tollgate.provider.Preset;
import java.util.List;
import java.util.stream.Collectors;

/** A kind of provider, as a person chooses it. */
record ProviderKind(Preset preset) {

    static final String USUAL = "openai";
    static final String DEMO = "demo";

    private static final int SOME = 6;
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

    /** The names of some of its models, for a glance. */
    public String someModels() {
        String some = preset.models().stream()
                .limit(SOME)
                .map(Preset.KnownModel::displayName)
                .collect(Collectors.joining(", "));
        return preset.models().size() > SOME ? some + " …" : some;
    }

    /** Where its API is described; empty where nobody says. */
    public String documentation() {
        return preset.documentation().startsWith("https://") ? preset.documentation() : "";
    }
}
