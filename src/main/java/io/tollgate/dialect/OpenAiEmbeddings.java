package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings as OpenAI writes them: vectors as lists of numbers, or as Base64 of little-endian floats. */
final class OpenAiEmbeddings {

    private OpenAiEmbeddings() {}

    static EmbeddingsRequest read(ObjectNode body) throws DialectException {
        Fields fields = new Fields(body);
        List<String> inputs = fields.texts("input");
        if (inputs.isEmpty()) {
            throw new DialectException(
                    invalidParam("input", "missing_required_parameter", "Missing required parameter: 'input'."));
        }
        format(body);
        return new EmbeddingsRequest(inputs, fields.integer("dimensions"));
    }

    private static boolean format(ObjectNode body) throws DialectException {
        String format = new Fields(body).text("encoding_format");
        if (format != null && !format.equals("float") && !format.equals("base64")) {
            throw new DialectException(
                    invalidParam("encoding_format", "invalid_value", "'encoding_format' must be float or base64."));
        }
        return "base64".equals(format);
    }

    static ObjectNode request(EmbeddingsRequest embeddings, String model) {
        ObjectNode body = Json.object().put("model", model);
        ArrayNode input = body.putArray("input");
        embeddings.inputs().forEach(input::add);
        if (embeddings.dimensions() != null) {
            body.put("dimensions", embeddings.dimensions());
        }
        return body.put("encoding_format", "float");
    }

    static Embeddings read(JsonNode answer) throws StreamFormatException {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode item : answer.path("data")) {
            JsonNode vector = item.path("embedding");
            vectors.add(vector.isString() ? decoded(vector.stringValue()) : numbers(vector));
        }
        if (vectors.isEmpty()) {
            throw new StreamFormatException("The answer holds no vectors");
        }
        Usage usage = OpenAiUsage.read(answer.path("usage"));
        return new Embeddings(
                vectors, Objects.requireNonNullElse(usage, Usage.NONE).ofInput());
    }

    /** A vector written as numbers. */
    static float[] numbers(JsonNode vector) {
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    private static float[] decoded(String base64) throws StreamFormatException {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(numbers);
            return numbers;
        } catch (IllegalArgumentException e) {
            throw new StreamFormatException("A vector of the answer is not valid Base64");
        }
    }

    static byte[] write(Embeddings embeddings, ClientRequest request) {
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        boolean base64 = request instanceof JsonRequest json && json.asksForBase64();
        for (float[] vector : embeddings.vectors()) {
            ObjectNode item = Json.object().put("object", "embedding").put("index", data.size());
            if (base64) {
                item.put("embedding", encoded(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
            data.add(item);
        }
        answer.put("model", request.model());
        answer.putObject("usage")
                .put("prompt_tokens", embeddings.usage().inputTokens())
                .put("total_tokens", embeddings.usage().inputTokens());
        return Json.bytes(answer);
    }

    private static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
