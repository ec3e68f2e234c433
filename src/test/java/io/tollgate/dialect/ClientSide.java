package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dialect as clients speak it, with the way a client asks for a whole answer or for a stream.
 *
 * @param name of its directory of cases
 * @param stream the name of the file that holds a stream
 */
record ClientSide(String name, ClientDialect dialect, String stream, Asking asking) {

    static final Map<String, ClientSide> ALL = List.of(new ClientSide(
                    "openai",
                    Arrivals.OPENAI,
                    "stream.sse",
                    (body, streamed) -> Arrivals.json(Operation.CHAT, withUsage(body, streamed))),
                    new ClientSide(
                            "anthropic",
                            new AnthropicClientDialect(Arrivals.INTAKE),
                            "stream.sse",
                            (body, streamed) -> Arrivals.json(Operation.CHAT, withStream(body, streamed))))
            .stream()
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
            return (ChatRequest) request.asked();
        }
    }
}
