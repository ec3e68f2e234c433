package io.tollgate.console;

import io.tollgate.provider.Tags;
import io.tollgate.routing.Narrowing;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A request that is only thought of, as it stands in the page's address.
 *
 * @param key id of the virtual key it would come with
 * @param provider name or kind of the only providers that will do
 * @param tags words with spaces or commas between
 * @param conversation what would be sent as {@code prompt_cache_key}
 * @param page of the candidates, from 1
 */
record SimulationForm(
        @Nullable String model,
        @Nullable String key,
        @Nullable String provider,
        @Nullable String tags,
        @Nullable String conversation,
        @Nullable String page) {

    /** Whether there is anything to answer. */
    boolean isAsked() {
        return !name().isEmpty() && keyId() != null;
    }

    String name() {
        return plain(model);
    }

    @Nullable
    UUID keyId() {
        return LogQuery.id(key);
    }

    /** What of the model's deployments would do. */
    Narrowing narrowing() {
        String wanted = plain(provider);
        return new Narrowing(wanted.isEmpty() ? List.of() : List.of(wanted), Tags.parse(plain(tags)));
    }

    String conversationName() {
        return plain(conversation);
    }

    /** The address of another page of its candidates. */
    public String at(int number) {
        return UriComponentsBuilder.newInstance()
                .queryParam("model", "{model}")
                .queryParam("key", "{key}")
                .queryParam("provider", "{provider}")
                .queryParam("tags", "{tags}")
                .queryParam("conversation", "{conversation}")
                .queryParam("page", number)
                .fragment("candidates")
                .encode()
                .buildAndExpand(name(), plain(key), plain(provider), plain(tags), conversationName())
                .toUriString();
    }

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
