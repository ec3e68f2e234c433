package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Of providers that keep conversations themselves and take one text at a time: a request is that text, and where it
 * goes is for the transport to find out. They do not say what was used.
 */
final class ConversationProviderDialect implements ProviderDialect {

    static final String NAME = "conversation";

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
        byte[] message = Json.bytes(Json.object()
                .put("content", new ConversationWriter(to).write(chat))
                .put("role", "user"));
        return ProviderRequest.json(Operation.CHAT, "", to.model(), Body.of(message), to.streamed());
    }

    @Override
    public Decoder decoder() {
        return new ConversationDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return ConversationDecoder.whole(answer);
    }
}
