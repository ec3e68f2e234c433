package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Operation;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Ollama's own wire format as providers speak it. Its base URL has no version: the paths begin at the root. */
final class OllamaProviderDialect implements ProviderDialect {

    static final String NAME = "ollama";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String modelsPath() {
        return "/api/tags";
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        return ProviderRequest.json(
                Operation.CHAT,
                OllamaEndpoint.CHAT.path(),
                to.model(),
                Body.of(Json.bytes(new OllamaChatWriter(to).write(chat))),
                to.streamed());
    }

    @Override
    public ProviderRequest encode(EmbeddingsRequest embeddings, Destination to) {
        return ProviderRequest.json(
                Operation.EMBEDDINGS,
                OllamaEndpoint.EMBED.path(),
                to.model(),
                Body.of(Json.bytes(OllamaEmbeddings.request(embeddings, to.model()))),
                false);
    }

    @Override
    public Decoder decoder() {
        return new OllamaDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return OllamaDecoder.whole(answer);
    }

    @Override
    public Embeddings decodeEmbeddings(JsonNode answer) throws StreamFormatException {
        return OllamaEmbeddings.read(answer);
    }
}
