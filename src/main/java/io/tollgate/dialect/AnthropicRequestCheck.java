package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Operation;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a messages request must hold, said in Anthropic's words where it does not. */
final class AnthropicRequestCheck {

    private static final Set<String> ROLES = Set.of("user", "assistant", "system");

    private AnthropicRequestCheck() {}

    static void check(Operation operation, ObjectNode body) throws DialectException {
        JsonNode model = body.path("model");
        required(body, "model");
        require(model.isString() && !model.stringValue().isBlank(), "model", "Input should be a valid string");
        require(
                model.stringValue().length() <= ClientDialect.LONGEST_MODEL,
                "model",
                "String should have at most " + ClientDialect.LONGEST_MODEL + " characters");
        if (operation == Operation.CHAT) {
            required(body, "max_tokens");
            JsonNode limit = body.path("max_tokens");
            require(
                    limit.isIntegralNumber() && limit.canConvertToInt(),
                    "max_tokens",
                    "Input should be a valid integer");
            require(limit.intValue() > 0, "max_tokens", "Input should be greater than or equal to 1");
        }
        JsonNode stream = body.path("stream");
        require(
                stream.isMissingNode() || stream.isNull() || stream.isBoolean(),
                "stream",
                "Input should be a valid boolean");
        required(body, "messages");
        messages(body.path("messages"));
    }

    private static void messages(JsonNode messages) throws DialectException {
        require(messages.isArray(), "messages", "Input should be a valid list");
        require(!messages.isEmpty(), "messages", "at least one message is required");
        int index = 0;
        for (JsonNode message : messages) {
            String place = "messages." + index++;
            require(message.isObject(), place, "Input should be an object");
            required(message, "role", place + ".role");
            require(
                    ROLES.contains(message.path("role").asString("")),
                    place + ".role",
                    "Input should be 'user', 'assistant' or 'system'");
            required(message, "content", place + ".content");
            JsonNode content = message.path("content");
            require(
                    content.isString() || content.isArray(),
                    place + ".content",
                    "Input should be a valid string or a list of blocks");
        }
    }

    private static void required(JsonNode object, String name) throws DialectException {
        required(object, name, name);
    }

    private static void required(JsonNode object, String name, String place) throws DialectException {
        require(object.has(name), place, "Field required");
    }

    static void require(boolean condition, String place, String message) throws DialectException {
        if (!condition) {
            throw wrong(place, message);
        }
    }

    static DialectException wrong(String place, String message) {
        return new DialectException(invalidParam(place, "invalid_value", place + ": " + message));
    }
}
