package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings as Gemini writes them: of one content, or of a batch. */
final class GeminiEmbeddings {

    private GeminiEmbeddings() {}

    static EmbeddingsRequest read(ObjectNode body) throws DialectException {
        List<JsonNode> requests =
                body.has("requests") ? GeminiFields.each(body.get("requests")) : List.<JsonNode>of(body);
        List<String> inputs = new ArrayList<>();
        for (JsonNode request : requests) {
            inputs.add(text(new GeminiFields(request).in("content")));
        }
        if (inputs.isEmpty()) {
            throw new DialectException(
                    invalidParam("requests", "missing_required_parameter", "Missing required parameter: 'requests'."));
        }
        return new EmbeddingsRequest(inputs, new GeminiFields(requests.getFirst()).integer("outputDimensionality"));
    }

    private static String text(GeminiFields content) throws DialectException {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content.each("parts")) {
            if (!part.path("text").isString()) {
                throw Unconvertible.of("content", "An embedding of anything but text");
            }
            text.append(part.get("text").stringValue());
        }
        if (text.isEmpty()) {
            throw new DialectException(
                    invalidParam("content", "missing_required_parameter", "There is no text to embed in 'content'."));
        }
        return text.toString();
    }

    /** The request for one input. */
    static ObjectNode request(String input, EmbeddingsRequest embeddings, String model) {
        ObjectNode request = Json.object().put("model", GeminiProviderDialect.resource(model));
        request.putObject("content").putArray("parts").addObject().put("text", input);
        if (embeddings.dimensions() != null) {
            request.put("outputDimensionality", embeddings.dimensions());
        }
        return request;
    }

    static ObjectNode batch(EmbeddingsRequest embeddings, String model) {
        ObjectNode body = Json.object();
        ArrayNode requests = body.putArray("requests");
        embeddings.inputs().forEach(input -> requests.add(request(input, embeddings, model)));
        return body;
    }

    static Embeddings read(JsonNode answer) throws StreamFormatException {
        List<float[]> vectors = new ArrayList<>();
        if (answer.has("embedding")) {
            vectors.add(OpenAiEmbeddings.numbers(answer.path("embedding").path("values")));
        }
        for (JsonNode embedding : answer.path("embeddings")) {
            vectors.add(OpenAiEmbeddings.numbers(embedding.path("values")));
        }
        if (vectors.isEmpty()) {
            throw new StreamFormatException("The answer holds no vectors");
        }
        Usage usage = GeminiUsage.read(answer.path("usageMetadata"));
        return new Embeddings(vectors, Objects.requireNonNullElse(usage, Usage.NONE));
    }

    static ObjectNode write(Embeddings embeddings, boolean batch) {
        ObjectNode answer = Json.object();
        if (batch) {
            ArrayNode list = answer.putArray("embeddings");
            embeddings.vectors().forEach(vector -> values(list.addObject(), vector));
        } else {
            values(answer.putObject("embedding"), embeddings.vectors().getFirst());
        }
        return answer;
    }

    private static void values(ObjectNode embedding, float[] vector) {
        ArrayNode values = embedding.putArray("values");
        for (float number : vector) {
            values.add(number);
        }
    }
}
