package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings as Ollama writes them. */
final class OllamaEmbeddings {

    private OllamaEmbeddings() {}

    /** @param member that holds what is to be embedded */
    static EmbeddingsRequest read(ObjectNode body, String member) throws DialectException {
        Fields fields = new Fields(body);
        List<String> inputs = fields.texts(member);
        if (inputs.isEmpty()) {
            throw new DialectException(invalidParam(
                    member, "missing_required_parameter", "Missing required parameter: '" + member + "'."));
        }
        return new EmbeddingsRequest(inputs, fields.integer("dimensions"));
    }

    static ObjectNode request(EmbeddingsRequest embeddings, String model) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode input = body.putArray("input");
        embeddings.inputs().forEach(input::add);
        if (embeddings.dimensions() != null) {
            body.put("dimensions", embeddings.dimensions());
        }
        return body;
    }

    /** The vectors of an answer, new or old. */
    static Embeddings read(JsonNode answer) throws StreamFormatException {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode vector : answer.path("embeddings")) {
            vectors.add(OpenAiEmbeddings.numbers(vector));
        }
        if (vectors.isEmpty() && answer.path("embedding").isArray()) {
            vectors.add(OpenAiEmbeddings.numbers(answer.path("embedding")));
        }
        if (vectors.isEmpty()) {
            throw new StreamFormatException("The answer holds no vectors");
        }
        return new Embeddings(vectors, OllamaUsage.read(answer));
    }

    static ObjectNode write(Embeddings embeddings, String model) {
        ObjectNode answer = Json.object().put("model", model);
        ArrayNode list = answer.putArray("embeddings");
        embeddings.vectors().forEach(vector -> fill(list.addArray(), vector));
        return answer.put("total_duration", 0)
                .put("load_duration", 0)
                .put("prompt_eval_count", embeddings.usage().inputTokens());
    }

    /** The old form, which holds one vector. */
    static ObjectNode one(Embeddings embeddings) {
        ObjectNode answer = Json.object();
        fill(answer.putArray("embedding"), embeddings.vectors().getFirst());
        return answer;
    }

    private static void fill(ArrayNode list, float[] vector) {
        for (float number : vector) {
            list.add(number);
        }
    }
}
