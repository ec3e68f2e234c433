package io.tollgate.provider;

import io.tollgate.dialect.ProviderDialect;
import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.Quirk;
import io.tollgate.vault.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is spoken to: what its preset and its own settings come to.
 *
 * @param preset id of the {@link Preset} it comes from
 * @param path pattern of the path behind the base URL: {@code {path}} is the dialect's own, {@code {model}} the
 *     provider's name for the model
 * @param headers sent with every request, by name; {@code {{api_key}}} in a value stands for the credential's key
 * @param query added to every path, already encoded; empty for none
 * @param signer signs every request, where a header with the key does not do
 */
public record Profile(
        String preset,
        ProviderDialect dialect,
        Set<Quirk> quirks,
        String path,
        Map<String, String> headers,
        String query,
        @Nullable AwsSigner signer) {

    static final String KEY = "{{api_key}}";
    private static final String PLAIN = "{path}";

    /** OpenAI's own. */
    public static final Profile OPENAI = new Profile(
            "openai",
            ProviderDialects.of("openai"),
            Set.of(),
            PLAIN,
            Map.of("Authorization", "Bearer " + KEY),
            "",
            null);

    /** Where a request goes, behind the base URL. */
    String pathOf(ProviderRequest request) {
        String filled = path.equals(PLAIN)
                ? request.path()
                : path.replace("{model}", encoded(request.model())).replace(PLAIN, request.path());
        return query.isEmpty() ? filled : filled + (filled.indexOf('?') < 0 ? "?" : "&") + query;
    }

    /** A header's value with the key in its place. */
    static String filled(String template, Secret key) {
        return template.contains(KEY) ? template.replace(KEY, key.reveal()) : template;
    }

    private static String encoded(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
