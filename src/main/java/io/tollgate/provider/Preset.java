package io.tollgate.provider;

import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.Quirk;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of provider, as data: what is known of its API before anybody has an account there.
 *
 * @param id names it in settings files and in the database
 * @param name for people
 * @param dialect the wire format it speaks
 * @param baseUrl its usual address
 * @param version path added to a base URL that has no version; empty for none
 * @param path pattern of the path behind the base URL, see {@link Profile}
 * @param headers sent with every request; {@code {{api_key}}} stands for the key
 * @param query added to every path
 * @param signed whether requests are signed as Amazon wants it, for the option {@code region} if that is set
 * @param options what an administrator may set; in path, headers and query each stands in braces
 * @param models those it is known for; empty where only the provider itself knows
 * @param website where people get a key; empty where nobody says
 * @param documentation where its API is described; empty where nobody says
 */
public record Preset(
        String id,
        String name,
        String description,
        String dialect,
        String baseUrl,
        String version,
        String path,
        Map<String, String> headers,
        String query,
        boolean signed,
        Set<Quirk> quirks,
        List<Option> options,
        List<KnownModel> models,
        Icon icon,
        String website,
        String documentation) {

    /** What an option's value may hold. */
    public static final Pattern OPTION = Pattern.compile("[A-Za-z0-9._~:/{}?=&%+@-]{1,500}");

    /** Whether everybody's base URL is the same. */
    public boolean hasBaseUrl() {
        return !baseUrl.contains("://your-");
    }

    /** Something to set, with its usual value. */
    public record Option(String name, String usual) {}

    /**
     * A model of the provider.
     *
     * @param abilities what it can do and what it cannot; the rest nobody says
     * @param contextWindow tokens of request and answer together; absent when not known
     * @param maxOutput tokens of the longest answer; absent when not known
     * @param input US dollars per million tokens read; absent when not known
     * @param output US dollars per million tokens written; absent when not known
     */
    public record KnownModel(
            String name,
            String displayName,
            String description,
            Map<Capability, Boolean> abilities,
            @Nullable Integer contextWindow,
            @Nullable Integer maxOutput,
            @Nullable BigDecimal input,
            @Nullable BigDecimal output) {

        /** What it can do. */
        public Set<Capability> capabilities() {
            Set<Capability> able = EnumSet.noneOf(Capability.class);
            abilities.forEach((capability, is) -> {
                if (is) {
                    able.add(capability);
                }
            });
            return able;
        }

        /** Whether it can do something; what is usual where nobody says. */
        public boolean can(Capability capability, boolean usually) {
            return abilities.getOrDefault(capability, usually);
        }
    }

    /** What is known of a model by its own name at the provider. */
    public Optional<KnownModel> model(String providerModel) {
        return models.stream()
                .filter(model -> model.name().equals(providerModel))
                .findFirst();
    }

    /** How a provider of this kind is spoken to, with its options set. */
    Profile profile(Map<String, String> set) {
        Map<String, String> filled = new LinkedHashMap<>();
        headers.forEach((header, value) -> filled.put(header, fill(value, set)));
        return new Profile(
                id,
                ProviderDialects.of(dialect),
                quirks,
                fill(path, set),
                Map.copyOf(filled),
                fill(query, set),
                signed ? new AwsSigner(option("region", "", set)) : null);
    }

    /** What an option is set to, else what is usual here, else what is usual anywhere. */
    String option(String option, String otherwise, Map<String, String> set) {
        String usual = options.stream()
                .filter(known -> known.name().equals(option))
                .map(Option::usual)
                .findFirst()
                .orElse(otherwise);
        return set.getOrDefault(option, usual);
    }

    private String fill(String template, Map<String, String> set) {
        String filled = template;
        for (Option option : options) {
            filled = filled.replace("{" + option.name() + "}", set.getOrDefault(option.name(), option.usual()));
        }
        return filled;
    }
}
