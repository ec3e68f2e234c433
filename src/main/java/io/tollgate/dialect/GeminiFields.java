package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The members of a JSON object as Google reads it: names in camel case or in snake case, numbers also as text, a list
 * of one also without its brackets.
 */
record GeminiFields(JsonNode object) {

    /** The member; missing when it is absent or null. */
    JsonNode get(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            value = object.get(snake(name));
        }
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }

    boolean has(String name) {
        return !get(name).isMissingNode();
    }

    GeminiFields in(String name) {
        return new GeminiFields(get(name));
    }

    /** The elements of a list, or what stands in place of one. */
    List<JsonNode> each(String name) {
        return each(get(name));
    }

    static List<JsonNode> each(JsonNode value) {
        if (value.isArray()) {
            return List.copyOf(value.values());
        }
        return value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
    }

    /** The text; empty without one. */
    String word(String name) {
        return get(name).asString("");
    }

    @Nullable
    String text(String name) throws DialectException {
        JsonNode value = get(name);
        require(value.isMissingNode() || value.isString(), name, "a string");
        return value.isMissingNode() ? null : value.stringValue();
    }

    @Nullable
    Boolean bool(String name) throws DialectException {
        JsonNode value = get(name);
        require(value.isMissingNode() || value.isBoolean(), name, "true or false");
        return value.isMissingNode() ? null : (Boolean) value.booleanValue();
    }

    @Nullable
    Integer integer(String name) throws DialectException {
        Long number = longInteger(name);
        require(number == null || number == number.intValue(), name, "an integer");
        return number == null ? null : (Integer) number.intValue();
    }

    @Nullable
    Long longInteger(String name) throws DialectException {
        BigDecimal number = decimal(name);
        try {
            return number == null ? null : (Long) number.longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(name, "an integer");
        }
    }

    @Nullable
    BigDecimal decimal(String name) throws DialectException {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return null;
        }
        try {
            return value.isNumber() ? value.decimalValue() : new BigDecimal(value.asString(""));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number");
        }
    }

    List<String> texts(String name) throws DialectException {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : each(name)) {
            require(text.isString(), name, "a list of strings");
            texts.add(text.stringValue());
        }
        return texts;
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (char letter : name.toCharArray()) {
            if (Character.isUpperCase(letter)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }

    private static void require(boolean condition, String name, String kind) throws DialectException {
        if (!condition) {
            throw wrong(name, kind);
        }
    }

    private static DialectException wrong(String name, String kind) {
        return new DialectException(invalidParam(name, "invalid_value", "'" + name + "' must be " + kind + "."));
    }
}
