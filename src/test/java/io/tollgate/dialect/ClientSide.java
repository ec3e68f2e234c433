package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dialect as clients speak it, with the way a client asks for a whole answer or for a stream.
 *
 * @param name of its directory of cases
 * @param stream the name of the file that holds a stream
 */
record ClientSide(String name, ClientDialect dialect, String stream, Asking asking) {

    private static final OpenAiRequests REQUESTS = new OpenAiRequests(Arrivals.INTAKE);

    static final Map<String, ClientSide> ALL = Stream.of(
                    new ClientSide(
                            "openai",
                            new OpenAiClientDialect(REQUESTS),
                            "stream.sse",
                            (body, streamed) -> Arrivals.json(Operation.CHAT, withUsage(body, streamed))),
                    new ClientSide(
                            "responses",
                            new ResponsesClientDialect(REQUESTS),
                            "stream.sse",
                            (body, streamed) -> Arrivals.json(Operation.RESPONSES, withStream(body, streamed))),
                    new ClientSide(
                            "anthropic",
                            new AnthropicClientDialect(Arrivals.INTAKE),
                            "stream.sse",
                            (body, streamed) -> Arrivals.json(Operation.CHAT, withStream(body, streamed))),
                    new ClientSide(
                            "gemini", new GeminiClientDialect(Arrivals.INTAKE), "stream.sse", ClientSide::gemini),
                    new ClientSide(
                            "ollama",
                            new OllamaClientDialect(Arrivals.INTAKE, OllamaEndpoint.CHAT),
                            "stream.ndjson",
                            (body, streamed) -> Arrivals.json(Operation.CHAT, withStream(body, streamed))))
            .collect(Collectors.toUnmodifiableMap(ClientSide::name, Function.identity()));

    /** Puts a request on its way. */
    interface Asking {
        Inbound inbound(ObjectNode body, boolean streamed);
    }

    private static ObjectNode withUsage(ObjectNode body, boolean streamed) {
        ObjectNode asking = withStream(body, streamed);
        if (streamed) {
            asking.putObject("stream_options").put("include_usage", true);
        }
        return asking;
    }

    private static Inbound gemini(ObjectNode body, boolean streamed) {
        return Arrivals.of(
                Operation.CHAT,
                "application/json",
                Json.bytes(body),
                streamed ? "model-1:streamGenerateContent" : "model-1:generateContent",
                streamed ? Map.of("alt", "sse") : Map.of(),
                Map.of());
    }

    private static ObjectNode withStream(ObjectNode body, boolean streamed) {
        return body.deepCopy().put("stream", streamed);
    }

    /** A request as it is decoded. */
    ClientRequest request(ObjectNode body, boolean streamed) throws DialectException, IOException {
        return dialect.decode(asking.inbound(body, streamed));
    }

    /** The conversation a request holds. */
    ChatRequest chat(ObjectNode body) throws DialectException, IOException {
        try (ClientRequest request = request(body, false)) {
            return (ChatRequest) request.asked(new Losses());
        }
    }
}
