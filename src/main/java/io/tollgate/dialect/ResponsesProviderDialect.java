package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** OpenAI's Responses API as providers speak it, with OpenAI's embeddings beside it. */
final class ResponsesProviderDialect implements OpenAiEmbedder {

    static final String NAME = "responses";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean takes(ClientRequest request, Set<Quirk> quirks) {
        return request.operation() == Operation.RESPONSES;
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        return ProviderRequest.json(
                Operation.RESPONSES,
                Operation.RESPONSES.path(),
                to.model(),
                Body.of(Json.bytes(new ResponsesChatWriter(to).write(chat))),
                to.streamed());
    }

    @Override
    public Decoder decoder() {
        return new ResponsesDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return ResponsesDecoder.whole(answer);
    }
}
