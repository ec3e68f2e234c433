package io.tollgate.console;

import io.tollgate.provider.Tags;
import io.tollgate.routing.Narrowing;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that is only thought of, as it stands in the page's address.
 *
 * @param key id of the virtual key it would come with
 * @param provider name or kind of the only providers that will do
 * @param tags words with spaces or commas between
 * @param conversation what would be sent as {@code prompt_cache_key}
 */
record SimulationForm(
        @Nullable String model,
        @Nullable String key,
        @Nullable String provider,
        @Nullable String tags,
        @Nullable String conversation) {

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

    private static String plain(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
