package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's wire format as clients speak it: chat completions, and what goes to OpenAI's own kind only. */
public final class OpenAiClientDialect implements ClientDialect {

    private static final Set<String> CHAT = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "stop",
            "logprobs",
            "top_logprobs",
            "reasoning_effort",
            "response_format",
            "tools",
            "functions",
            "tool_choice",
            "function_call",
            "parallel_tool_calls",
            "user",
            "safety_identifier",
            "metadata",
            "store");

    private static final Set<String> COMPLETIONS = Set.of(
            "model",
            "prompt",
            "stream",
            "stream_options",
            "max_tokens",
            "temperature",
            "top_p",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "stop",
            "user");

    private static final Set<String> EMBEDDINGS = Set.of("model", "input", "dimensions", "encoding_format", "user");

    private final OpenAiRequests requests;

    public OpenAiClientDialect(OpenAiRequests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return OpenAiProviderDialect.NAME;
    }

    @Override
    public boolean holdsWhole() {
        return false;
    }

    @Override
    public ClientRequest decode(Inbound inbound) throws DialectException, IOException {
        return requests.decode(this, inbound);
    }

    @Override
    public Asked read(Operation operation, ObjectNode body) throws DialectException {
        return switch (operation) {
            case CHAT -> OpenAiChatReader.read(body);
            case COMPLETIONS -> OpenAiCompletions.read(body);
            case EMBEDDINGS -> OpenAiEmbeddings.read(body);
            case RESPONSES,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    IMAGE_VARIATIONS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    TOKEN_COUNT -> throw notConverted(operation);
        };
    }

    /** A request only providers that speak OpenAI can serve. */
    static DialectException notConverted(Operation operation) {
        return new DialectException(GatewayError.invalid(
                400,
                "unsupported_operation",
                "The model's providers do not offer " + operation.label().replace('_', ' ') + "."));
    }

    @Override
    public Set<String> known(Operation operation) {
        return switch (operation) {
            case COMPLETIONS -> COMPLETIONS;
            case EMBEDDINGS -> EMBEDDINGS;
            default -> CHAT;
        };
    }

    @Override
    public Encoder encoder(ClientRequest request) {
        return request.operation() == Operation.COMPLETIONS
                ? OpenAiCompletions.encoder(request)
                : new OpenAiEncoder(request.model(), request.usageAsked());
    }

    @Override
    public byte[] whole(ChatAnswer answer, ClientRequest request) {
        return request.operation() == Operation.COMPLETIONS
                ? OpenAiCompletions.whole(answer, request.model())
                : Json.bytes(OpenAiAnswerWriter.write(answer, request.model()));
    }

    @Override
    public byte[] whole(Embeddings embeddings, ClientRequest request) {
        return OpenAiEmbeddings.write(embeddings, request);
    }

    @Override
    public byte[] tokenCount(long tokens) {
        return ("{\"total_tokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String error(GatewayError error) {
        return errorBody(error);
    }

    /** An error in OpenAI's shape, as JSON. */
    public static String errorBody(GatewayError error) {
        return "{\"error\":{\"message\":" + JsonText.quote(error.message()) + ",\"type\":"
                + JsonText.quote(error.type())
                + ",\"param\":" + (error.param() == null ? "null" : JsonText.quote(error.param())) + ",\"code\":"
                + JsonText.quote(error.code()) + "}}";
    }

    /** An error as the last event of a stream. */
    public static String errorEvent(Operation operation, GatewayError error) {
        return operation == Operation.RESPONSES
                ? "event: error\ndata: {\"type\":\"error\",\"code\":" + JsonText.quote(error.code()) + ",\"message\":"
                        + JsonText.quote(error.message()) + ",\"param\":null}\n\n"
                : "data: " + errorBody(error) + "\n\n";
    }
}
