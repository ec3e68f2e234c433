package io.tollgate.dialect;

import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Operation;
import tools.jackson.databind.JsonNode;

/** A dialect whose providers embed as OpenAI does, whatever else they speak. */
interface OpenAiEmbedder extends ProviderDialect {

    @Override
    default ProviderRequest encode(EmbeddingsRequest embeddings, Destination to) {
        return ProviderRequest.json(
                Operation.EMBEDDINGS,
                Operation.EMBEDDINGS.path(),
                to.model(),
                Body.of(Json.bytes(OpenAiEmbeddings.request(embeddings, to.model()))),
                false);
    }

    @Override
    default Embeddings decodeEmbeddings(JsonNode answer) throws StreamFormatException {
        return OpenAiEmbeddings.read(answer);
    }
}
