package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The members of a JSON object in a request, each of the kind it must be; absent ones and nulls are absent. */
record Fields(JsonNode object) {

    private @Nullable JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String name) throws DialectException {
        JsonNode value = get(name);
        require(value == null || value.isString(), name, "a string");
        return value == null ? null : value.stringValue();
    }

    @Nullable
    Boolean bool(String name) throws DialectException {
        JsonNode value = get(name);
        require(value == null || value.isBoolean(), name, "true or false");
        return value == null ? null : value.booleanValue();
    }

    @Nullable
    Integer integer(String name) throws DialectException {
        JsonNode value = get(name);
        require(value == null || value.isIntegralNumber() && value.canConvertToInt(), name, "an integer");
        return value == null ? null : (Integer) value.intValue();
    }

    @Nullable
    Long longInteger(String name) throws DialectException {
        JsonNode value = get(name);
        require(value == null || value.isIntegralNumber() && value.canConvertToLong(), name, "an integer");
        return value == null ? null : (Long) value.longValue();
    }

    @Nullable
    BigDecimal decimal(String name) throws DialectException {
        JsonNode value = get(name);
        require(value == null || value.isNumber(), name, "a number");
        return value == null ? null : value.decimalValue();
    }

    /** A string or a list of strings. */
    List<String> texts(String name) throws DialectException {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        require(value.isArray(), name, "a string or a list of strings");
        List<String> texts = new ArrayList<>();
        for (JsonNode text : value) {
            require(text.isString(), name, "a string or a list of strings");
            texts.add(text.stringValue());
        }
        return texts;
    }

    private static void require(boolean condition, String name, String kind) throws DialectException {
        if (!condition) {
            throw new DialectException(invalidParam(name, "invalid_value", "'" + name + "' must be " + kind + "."));
        }
    }
}
