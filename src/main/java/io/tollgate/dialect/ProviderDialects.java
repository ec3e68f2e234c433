package io.tollgate.dialect;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The wire formats providers speak, by name. */
public final class ProviderDialects {

    private static final Map<String, ProviderDialect> ALL = Stream.of(
                    new OpenAiProviderDialect(),
                    new ResponsesProviderDialect(),
                    new AnthropicProviderDialect(),
                    new GeminiProviderDialect(),
                    new OllamaProviderDialect(),
                    new BedrockProviderDialect(),
                    new ConversationProviderDialect())
            .collect(Collectors.toUnmodifiableMap(ProviderDialect::name, Function.identity()));

    private ProviderDialects() {}

    /** Their names, sorted. */
    public static SortedSet<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    /**
     * The dialect of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ProviderDialect of(String name) {
        ProviderDialect dialect = ALL.get(name);
        if (dialect == null) {
            throw new IllegalArgumentException("There is no dialect '" + name + "'");
        }
        return dialect;
    }
}
