package io.tollgate.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which of a vendor's models a listed price is for. Names are compared without regard to case. */
public sealed interface ModelMatch {

    record Text(Kind kind, String text) implements ModelMatch {}

    record Regex(String text, Pattern pattern) implements ModelMatch {}

    record Any(List<ModelMatch> matches) implements ModelMatch {}

    record All(List<ModelMatch> matches) implements ModelMatch {}

    /** How a text is looked for. */
    enum Kind {
        EQUALS,
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS;

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    int LONGEST = 200;
    int MOST = 60;

    static ModelMatch name(String model) {
        return new Text(Kind.EQUALS, lower(model));
    }

    /**
     * Reads a rule: {@code {"starts_with": "gpt-4o"}}, or several under {@code or} or {@code and}.
     *
     * @throws PriceException when it is none
     */
    static ModelMatch read(JsonNode node) {
        if (!node.isObject() || node.size() != 1) {
            throw new PriceException("A match is an object with one rule");
        }
        Map.Entry<String, JsonNode> rule = node.properties().iterator().next();
        return switch (rule.getKey()) {
            case "or" -> new Any(some(rule.getValue()));
            case "and" -> new All(some(rule.getValue()));
            case "regex" -> regex(checked(rule.getValue().asString("")));
            case "equals" -> new Text(Kind.EQUALS, text(rule.getValue()));
            case "starts_with" -> new Text(Kind.STARTS_WITH, text(rule.getValue()));
            case "ends_with" -> new Text(Kind.ENDS_WITH, text(rule.getValue()));
            case "contains" -> new Text(Kind.CONTAINS, text(rule.getValue()));
            default -> throw new PriceException("A match cannot say '" + rule.getKey() + "'");
        };
    }

    private static List<ModelMatch> some(JsonNode rules) {
        if (!rules.isArray() || rules.isEmpty() || rules.size() > MOST) {
            throw new PriceException("A match names between 1 and " + MOST + " rules");
        }
        List<ModelMatch> matches = new ArrayList<>();
        rules.forEach(rule -> matches.add(read(rule)));
        return List.copyOf(matches);
    }

    private static String text(JsonNode node) {
        return lower(node.asString(""));
    }

    private static String lower(String text) {
        return checked(text).toLowerCase(Locale.ROOT);
    }

    private static String checked(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new PriceException("A match names between 1 and " + LONGEST + " characters");
        }
        return text;
    }

    /** What it says of case does not matter; in lower case, some of its signs would mean their opposite. */
    private static ModelMatch regex(String text) {
        try {
            return new Regex(text, Pattern.compile(text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        } catch (PatternSyntaxException e) {
            throw new PriceException("'" + text + "' is no regular expression");
        }
    }

    /**
     * Whether it is for that model.
     *
     * @param model in lower case
     */
    default boolean test(String model) {
        return switch (this) {
            case Text(Kind kind, String text) ->
                switch (kind) {
                    case EQUALS -> model.equals(text);
                    case STARTS_WITH -> model.startsWith(text);
                    case ENDS_WITH -> model.endsWith(text);
                    case CONTAINS -> model.contains(text);
                };
            case Regex(String _, Pattern pattern) -> Patience.find(pattern, model);
            case Any(List<ModelMatch> matches) -> any(matches, match -> match.test(model));
            case All(List<ModelMatch> matches) -> !any(matches, match -> !match.test(model));
        };
    }

    /** Whether it names that model in full. */
    default boolean isNamed(String model) {
        return switch (this) {
            case Text(Kind kind, String text) -> kind == Kind.EQUALS && model.equals(text);
            case Any(List<ModelMatch> matches) -> any(matches, match -> match.isNamed(model));
            case All _, Regex _ -> false;
        };
    }

    private static boolean any(List<ModelMatch> matches, Predicate<ModelMatch> which) {
        for (ModelMatch match : matches) {
            if (which.test(match)) {
                return true;
            }
        }
        return false;
    }

    /** The rule as JSON, as {@link #read} takes it. */
    default ObjectNode write() {
        ObjectNode node = PriceJson.object();
        switch (this) {
            case Text(Kind kind, String text) -> node.put(kind.key(), text);
            case Regex(String text, Pattern _) -> node.put("regex", text);
            case Any(List<ModelMatch> matches) -> write(matches, node.putArray("or"));
            case All(List<ModelMatch> matches) -> write(matches, node.putArray("and"));
        }
        return node;
    }

    private static void write(List<ModelMatch> matches, ArrayNode to) {
        matches.forEach(match -> to.add(match.write()));
    }
}
