package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The Converse API of Amazon Bedrock. Its base URL has no version, and models are listed at another address. */
final class BedrockProviderDialect implements ProviderDialect {

    static final String NAME = "bedrock";

    private static final Map<String, String> STREAM = Map.of("Accept", "application/vnd.amazon.eventstream");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String modelsPath() {
        return "";
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        return new ProviderRequest(
                Operation.CHAT,
                path(to),
                to.model(),
                "application/json",
                to.streamed() ? STREAM : Map.of(),
                Body.of(Json.bytes(new BedrockChatWriter(to).write(chat))),
                to.streamed());
    }

    /** The name of a model may be an ARN, with colons and slashes. */
    private static String path(Destination to) {
        String model = URLEncoder.encode(to.model(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "/model/" + model + (to.streamed() ? "/converse-stream" : "/converse");
    }

    @Override
    public Decoder decoder() {
        return new BedrockDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return BedrockDecoder.whole(answer);
    }
}
