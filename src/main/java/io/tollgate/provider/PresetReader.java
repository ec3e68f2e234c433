package io.tollgate.provider;

import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.Quirk;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the definition of a kind of provider from JSON: {@code provider}, {@code name}, {@code base_url} and
 * {@code auth_type} it must have; {@code request_format}, {@code endpoints}, {@code headers}, {@code models} and the
 * rest where they differ from what is usual.
 */
final class PresetReader {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{0,500}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/{}._~:@!$&'()*+,=%-]{0,300}");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9{}._~:@!$&'()*+,=%/-]{0,300}");
    private static final Set<String> FORBIDDEN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "te");
    private static final String OPENAI = "openai";
    private static final String SIGNED = "aws-sigv4";

    private PresetReader() {}

    /** @throws IllegalArgumentException saying what is wrong with the definition */
    static Preset read(String json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON: " + e.getOriginalMessage(), e);
        }
        String dialect = dialect(tree);
        String baseUrl = required(tree, "base_url");
        return new Preset(
                id(tree),
                tree.path("display_name").asString(required(tree, "name")),
                tree.path("description").asString(""),
                dialect,
                baseUrl,
                matching(tree.path("base_version").asString(version(dialect)), PATH, "base_version"),
                path(tree),
                headers(tree, required(tree, "auth_type")),
                matching(tree.path("query").asString(""), QUERY, "query"),
                required(tree, "auth_type").equals(SIGNED),
                quirks(tree.path("quirks")),
                options(tree.path("options")),
                models(tree.path("models")),
                tree.path("icon").asString(""),
                tree.path("website").asString(""),
                tree.path("documentation").asString(""));
    }

    private static String id(JsonNode tree) {
        return matching(required(tree, "provider"), ID, "provider");
    }

    private static String required(JsonNode tree, String name) {
        String value = tree.path(name).asString("");
        if (value.isBlank()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    private static String matching(String value, Pattern pattern, String name) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + name + "' holds characters it must not hold, or is too long");
        }
        return value;
    }

    private static String dialect(JsonNode tree) {
        String dialect = tree.path("request_format").asString(OPENAI);
        if (!ProviderDialects.names().contains(dialect)) {
            throw new IllegalArgumentException(
                    "'request_format' is '" + dialect + "'; known are " + String.join(", ", ProviderDialects.names()));
        }
        return dialect;
    }

    /** What a base URL without a version gets. */
    static String version(String dialect) {
        return switch (dialect) {
            case "gemini" -> "/v1beta";
            case "ollama", "bedrock", "conversation" -> "";
            default -> "/v1";
        };
    }

    /** The pattern, or what an endpoint written out says of it. */
    private static String path(JsonNode tree) {
        String path = tree.path("path").asString("");
        if (path.isEmpty()) {
            String endpoint = tree.path("endpoints").path(0).asString("");
            int chat = endpoint.indexOf("/chat/completions");
            String before = chat < 0 ? "" : endpoint.substring(0, chat);
            path = before.replaceFirst("^/v1$", "").replace("{deployment-name}", "{model}") + "{path}";
        }
        return matching(path, PATH, "path");
    }

    private static Map<String, String> headers(JsonNode tree, String auth) {
        Map<String, String> headers = new LinkedHashMap<>();
        tree.path("headers").properties().forEach(header -> {
            String name = matching(header.getKey(), HEADER, "headers");
            if (name.equalsIgnoreCase("content-type")) {
                return; // each request has its own
            }
            if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the header '" + name + "' is not for a definition to set");
            }
            headers.put(name, matching(header.getValue().asString(""), VALUE, "headers." + name));
        });
        boolean keyed = headers.values().stream().anyMatch(value -> value.contains(Profile.KEY));
        if (!keyed) {
            switch (auth) {
                case "bearer" -> headers.put("Authorization", "Bearer " + Profile.KEY);
                case "api-key" -> headers.put("api-key", Profile.KEY);
                case "header" -> headers.put("x-api-key", Profile.KEY);
                case "none", SIGNED -> {
                    // the dialect or the signer knows what to do with the key
                }
                default ->
                    throw new IllegalArgumentException("'auth_type' is bearer, header, api-key, aws-sigv4 or none");
            }
        }
        return headers;
    }

    private static Set<Quirk> quirks(JsonNode list) {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        for (JsonNode name : list) {
            try {
                quirks.add(Quirk.valueOf(name.asString("").toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the quirk '" + name.asString("") + "' is not known", e);
            }
        }
        return quirks;
    }

    private static List<Preset.Option> options(JsonNode list) {
        List<Preset.Option> options = new ArrayList<>();
        for (JsonNode option : list) {
            options.add(new Preset.Option(
                    matching(required(option, "name"), ID, "options.name"),
                    option.path("default").asString("")));
        }
        return options;
    }

    private static List<Preset.KnownModel> models(JsonNode list) {
        List<Preset.KnownModel> models = new ArrayList<>();
        for (JsonNode model : list) {
            String name = required(model, "name");
            JsonNode pricing = model.path("pricing");
            models.add(new Preset.KnownModel(
                    name,
                    model.path("display_name").asString(name),
                    capabilities(model.path("capabilities")),
                    perMillion(pricing, "input_price"),
                    perMillion(pricing, "output_price")));
        }
        return models;
    }

    private static Set<String> capabilities(JsonNode capabilities) {
        Set<String> names = new LinkedHashSet<>();
        capabilities.properties().forEach(capability -> {
            if (capability.getValue().asBoolean(false)) {
                names.add(capability.getKey());
            }
        });
        return names;
    }

    /** Prices may be for a thousand tokens, or for a million; others are not in dollars and left out. */
    private static @Nullable BigDecimal perMillion(JsonNode pricing, String name) {
        JsonNode price = pricing.path(name);
        if (!price.isNumber() || !pricing.path("currency").asString("USD").equalsIgnoreCase("USD")) {
            return null;
        }
        String unit = pricing.path("billing_unit").asString("1M").toLowerCase(Locale.ROOT);
        return unit.contains("k") && !unit.contains("m") || unit.contains("1000 ") || unit.endsWith("1000")
                ? price.decimalValue().movePointRight(3)
                : price.decimalValue();
    }
}
