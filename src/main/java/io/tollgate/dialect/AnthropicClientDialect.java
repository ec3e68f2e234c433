package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's wire format as clients speak it: messages, and the count of their tokens. */
public final class AnthropicClientDialect implements ClientDialect {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "stream",
            "max_tokens",
            "metadata",
            "output_config",
            "output_format",
            "stop_sequences",
            "system",
            "temperature",
            "thinking",
            "tool_choice",
            "tools",
            "top_k",
            "top_p");

    /** Headers of the client's that belong to its request, and what they may hold. */
    private static final Map<String, Pattern> PASSED = Map.of(
            "anthropic-version", Pattern.compile("\\d{4}-\\d{2}-\\d{2}"),
            "anthropic-beta", Pattern.compile("[A-Za-z0-9._, -]{1,1000}"));

    private final Intake intake;

    public AnthropicClientDialect(Intake intake) {
        this.intake = intake;
    }

    @Override
    public String name() {
        return AnthropicProviderDialect.NAME;
    }

    @Override
    public ClientRequest decode(Inbound inbound) throws DialectException, IOException {
        Intake.requireJson(inbound);
        Operation operation = inbound.operation();
        ObjectNode body = intake.tree(inbound);
        AnthropicRequestCheck.check(operation, body);
        boolean streamed = operation == Operation.CHAT && body.path("stream").asBoolean(false);
        Map<String, String> headers = headers(inbound);
        return new TreeRequest(
                this,
                operation,
                body.path("model").stringValue(),
                streamed,
                body,
                (tree, model, stream) -> encode(operation, tree, model, stream, headers));
    }

    private static Map<String, String> headers(Inbound inbound) {
        Map<String, String> headers = new LinkedHashMap<>();
        PASSED.forEach((name, allowed) -> {
            String value = inbound.header().apply(name);
            if (value != null && allowed.matcher(value.strip()).matches()) {
                headers.put(name, value.strip());
            }
        });
        return headers;
    }

    private static ProviderRequest encode(
            Operation operation, ObjectNode tree, String model, boolean stream, Map<String, String> headers) {
        ObjectNode body = Json.object();
        body.setAll(tree);
        body.put("model", model);
        if (stream || body.has("stream")) {
            body.put("stream", stream);
        }
        return new ProviderRequest(
                operation,
                AnthropicProviderDialect.path(operation),
                model,
                "application/json",
                headers,
                Body.of(Json.bytes(body)),
                stream);
    }

    @Override
    public Asked read(Operation operation, ObjectNode body) throws DialectException {
        if (operation == Operation.CHAT) {
            return AnthropicChatReader.read(body);
        }
        if (operation == Operation.TOKEN_COUNT) {
            return new TokenCountRequest(AnthropicChatReader.read(body));
        }
        throw OpenAiClientDialect.notConverted(operation);
    }

    @Override
    public Set<String> known(Operation operation) {
        return KNOWN;
    }

    @Override
    public Encoder encoder(ClientRequest request) {
        return new AnthropicEncoder(request.model());
    }

    @Override
    public byte[] whole(ChatAnswer answer, ClientRequest request) {
        return Json.bytes(AnthropicAnswerWriter.write(answer, request.model()));
    }

    @Override
    public byte[] whole(Embeddings embeddings, ClientRequest request) {
        throw new IllegalArgumentException("Anthropic has no embeddings");
    }

    @Override
    public byte[] tokenCount(long tokens) {
        return ("{\"input_tokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    /** A stream says the model inside of its start. */
    @Override
    public void setModel(ObjectNode answer, String model) {
        if (answer.has("model")) {
            answer.put("model", model);
        }
        if (answer.path("message") instanceof ObjectNode message && message.has("model")) {
            message.put("model", model);
        }
    }

    @Override
    public String error(GatewayError error) {
        return errorBody(error);
    }

    /** An error in Anthropic's shape, as JSON. */
    static String errorBody(GatewayError error) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + JsonText.quote(AnthropicErrors.type(error.status()))
                + ",\"message\":" + JsonText.quote(error.message()) + "}}";
    }
}
