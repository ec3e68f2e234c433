package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenAI's wire format as providers speak it: chat completions and embeddings. */
final class OpenAiProviderDialect implements OpenAiEmbedder {

    static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takes(ClientRequest request, Set<Quirk> quirks) {
        return switch (request.operation()) {
            case RESPONSES -> !quirks.contains(Quirk.NO_RESPONSES);
            case EMBEDDINGS -> request.dialect().name().equals(NAME) && !quirks.contains(Quirk.FLOAT_EMBEDDINGS);
            default -> request.dialect().name().equals(NAME);
        };
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        return ProviderRequest.json(
                Operation.CHAT,
                Operation.CHAT.path(),
                to.model(),
                Body.of(Json.bytes(new OpenAiChatWriter(to).write(chat))),
                to.streamed());
    }

    @Override
    public Decoder decoder() {
        return new OpenAiDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return OpenAiDecoder.whole(answer);
    }
}
