package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import tools.jackson.databind.JsonNode;

/** What cannot be said in another dialect, and whose loss would change what is asked for. */
final class Unconvertible {

    private Unconvertible() {}

    /** A tool that providers of one dialect run themselves. */
    static DialectException tool(JsonNode definition) {
        String type = definition.path("type").asString("");
        String name = type.isEmpty() ? String.join(", ", definition.propertyNames()) : type;
        return of("tools", "The tool '" + (name.length() > 60 ? name.substring(0, 60) : name) + "'");
    }

    /**
     * A part of the request.
     *
     * @param what the beginning of a sentence, e.g. {@code "Sound"}
     */
    static DialectException of(String param, String what) {
        return new DialectException(invalidParam(
                param,
                "not_convertible",
                what + " cannot be passed on: no provider of this model takes it in its own dialect."));
    }
}
