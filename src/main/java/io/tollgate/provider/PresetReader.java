package io.tollgate.provider;

import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.Quirk;
import io.tollgate.provider.Preset.KnownModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the definition of a kind of provider from JSON: {@code provider}, {@code name}, {@code base_url} and
 * {@code auth_type} it must have; {@code request_format}, {@code endpoints}, {@code headers}, {@code models} and the
 * rest where they differ from what is usual. What it holds beyond that is remarked upon rather than dropped in silence.
 */
final class PresetReader {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Pattern NAME = Pattern.compile("\\P{C}{1,100}");
    private static final Pattern DESCRIPTION = Pattern.compile("\\P{C}{0,2000}");
    private static final Pattern LINK = Pattern.compile("https://[\\x21-\\x7E]{1,500}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{0,500}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/{}._~:@!$&'()*+,=%-]{0,300}");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9{}._~:@!$&'()*+,=%/-]{0,300}");
    private static final Pattern KNOWN_ENDPOINT =
            Pattern.compile("(?i)(?:[A-Z]+ )?[^ ]*/(?:chat/completions|completions|embeddings|models|messages|responses"
                    + "|images/[a-z]+|audio/[a-z]+|moderations)");
    private static final Set<String> FORBIDDEN =
            Set.of("host", "content-length", "transfer-encoding", "connection", "te");
    private static final String OPENAI = "openai";
    private static final String SIGNED = "aws-sigv4";
    private static final String CHAT = "/chat/completions";

    private final JsonNode tree;
    private final Remarks remarks;

    private PresetReader(JsonNode tree, Remarks remarks) {
        this.tree = tree;
        this.remarks = remarks;
    }

    /**
     * @param remarks takes what is not used of it
     * @throws IllegalArgumentException saying what is wrong with the definition
     */
    static Preset read(String json, Remarks remarks) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON: " + e.getOriginalMessage(), e);
        }
        PresetShape.check(tree, remarks);
        return new PresetReader(tree, remarks).preset();
    }

    private Preset preset() {
        String id = matching(required(tree, "provider"), ID, "provider");
        String name = matching(tree.path("display_name").asString(required(tree, "name")), NAME, "name");
        String dialect = dialect();
        String version = matching(tree.path("base_version").asString(version(dialect)), PATH, "base_version");
        String auth = required(tree, "auth_type");
        return new Preset(
                id,
                name,
                matching(tree.path("description").asString(""), DESCRIPTION, "description"),
                dialect,
                baseUrl(version),
                version,
                path(),
                headers(auth),
                matching(tree.path("query").asString(""), QUERY, "query"),
                auth.equals(SIGNED),
                quirks(),
                options(),
                models(),
                icon(id, name),
                link("website"),
                link("documentation"));
    }

    static String required(JsonNode tree, String name) {
        String value = tree.path(name).asString("");
        if (value.isBlank()) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    static String matching(String value, Pattern pattern, String name) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + name + "' holds characters it must not hold, or is too long");
        }
        return value;
    }

    private String dialect() {
        String dialect = tree.path("request_format").asString(OPENAI);
        if (!ProviderDialects.names().contains(dialect)) {
            throw new IllegalArgumentException("'request_format' is " + Remarks.quoted(dialect) + "; known are "
                    + String.join(", ", ProviderDialects.names()));
        }
        String answers = tree.path("response_format").asString(dialect);
        if (!answers.equals(dialect)) {
            throw new IllegalArgumentException("'response_format' is " + Remarks.quoted(answers)
                    + " but 'request_format' is '" + dialect + "': a provider answers as it is asked");
        }
        return dialect;
    }

    private String baseUrl(String version) {
        String url = required(tree, "base_url");
        try {
            BaseUrl.parse(url, version);
        } catch (BaseUrl.FlawedException e) {
            throw new IllegalArgumentException("'base_url' is not an address that can be called. " + e.getMessage(), e);
        }
        return url;
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
    private String path() {
        String path = tree.path("path").asString("");
        return matching(path.isEmpty() ? beforeChat() + "{path}" : path, PATH, "path");
    }

    private String beforeChat() {
        String before = "";
        for (JsonNode endpoint : tree.path("endpoints")) {
            String text = endpoint.asString("");
            if (!KNOWN_ENDPOINT.matcher(text).matches()) {
                remarks.add("the endpoint " + Remarks.quoted(text) + " is not used: 'path' says where requests go");
            }
            int chat = text.indexOf(CHAT);
            if (chat > 0 && before.isEmpty()) {
                before = text.substring(Math.max(0, text.indexOf('/')), chat)
                        .replaceFirst("^/v1$", "")
                        .replace("{deployment-name}", "{model}");
            }
        }
        return before;
    }

    private Map<String, String> headers(String auth) {
        Map<String, String> headers = new LinkedHashMap<>();
        tree.path("headers").properties().forEach(header -> {
            String name = matching(header.getKey(), HEADER, "headers");
            if (name.equalsIgnoreCase("content-type")) {
                return; // each request has its own
            }
            if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the header '" + name + "' is not for a definition to set");
            }
            if (!header.getValue().isString()) {
                throw new IllegalArgumentException("'headers." + name + "' must be text");
            }
            headers.put(name, matching(header.getValue().asString(), VALUE, "headers." + name));
        });
        if (headers.values().stream().noneMatch(value -> value.contains(Profile.KEY))) {
            usualHeader(auth).ifPresent(name -> headers.put(name, keyed(name)));
        }
        return headers;
    }

    /** The header that carries the key where none of the headers written out does. */
    private static Optional<String> usualHeader(String auth) {
        return switch (auth) {
            case "bearer" -> Optional.of("Authorization");
            case "api-key" -> Optional.of("api-key");
            case "header" -> Optional.of("x-api-key");
            case "none", SIGNED -> Optional.empty(); // the dialect or the signer knows what to do with the key
            default -> throw new IllegalArgumentException("'auth_type' is bearer, header, api-key, aws-sigv4 or none");
        };
    }

    private static String keyed(String header) {
        return header.equals("Authorization") ? "Bearer " + Profile.KEY : Profile.KEY;
    }

    private Set<Quirk> quirks() {
        Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
        for (JsonNode name : tree.path("quirks")) {
            try {
                quirks.add(Quirk.valueOf(name.asString("").toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the quirk " + Remarks.quoted(name.asString("")) + " is not known", e);
            }
        }
        return quirks;
    }

    private List<Preset.Option> options() {
        List<Preset.Option> options = new ArrayList<>();
        for (JsonNode option : tree.path("options")) {
            options.add(new Preset.Option(
                    matching(required(option, "name"), ID, "options.name"),
                    option.path("default").asString("")));
        }
        return options;
    }

    private List<KnownModel> models() {
        List<KnownModel> models = new PresetModels(remarks).read(tree.path("models"));
        String from = tree.path("models_from").asString("");
        if (!from.isEmpty() && (!from.equals("provider") || !models.isEmpty())) {
            throw new IllegalArgumentException("'models_from' is 'provider', and then 'models' is left out");
        }
        return models;
    }

    /** The one that is named, or that is there for the kind; else its initials. */
    private Icon icon(String id, String name) {
        String wanted = tree.path("icon").asString("");
        if (!wanted.isEmpty() && Icon.bundled(wanted).isEmpty()) {
            remarks.add("there is no icon " + Remarks.quoted(wanted) + ": initials are shown");
            return Icon.monogram(name);
        }
        return Icon.bundled(wanted.isEmpty() ? id : wanted).orElseGet(() -> Icon.monogram(name));
    }

    private String link(String name) {
        String link = tree.path(name).asString("");
        if (link.isEmpty() || LINK.matcher(link).matches()) {
            return link;
        }
        remarks.add("'" + name + "' is not an https link, and not shown");
        return "";
    }
}
