package io.tollgate.proxy;

import io.tollgate.dialect.DialectException;
import io.tollgate.routing.RoutingTable.Served;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The models a key may use, in the shape each dialect knows. */
final class ModelsEndpoint {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** In OpenAI's shape, or in that of Anthropic's clients or Google's, who ask at the same path. */
    void list(Call call) throws IOException {
        if (Faces.isGemini(call.request())) {
            listGemini(call);
        } else if (Faces.isAnthropic(call.request())) {
            listAnthropic(call);
        } else {
            listOpenAi(call);
        }
    }

    private static void listOpenAi(Call call) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list");
        answer.set("data", shapes(call, ModelsEndpoint::openAi));
        send(call, answer);
    }

    private static void listAnthropic(Call call) throws IOException {
        List<Served> models = usable(call);
        ObjectNode answer = MAPPER.createObjectNode();
        answer.set("data", shapes(call, ModelsEndpoint::anthropic));
        answer.put("has_more", false);
        answer.put("first_id", models.isEmpty() ? null : models.getFirst().name());
        answer.put("last_id", models.isEmpty() ? null : models.getLast().name());
        send(call, answer);
    }

    private static void listGemini(Call call) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.set("models", shapes(call, ModelsEndpoint::gemini));
        send(call, answer);
    }

    void listOllama(Call call) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.set("models", shapes(call, ModelsEndpoint::ollama));
        send(call, answer);
    }

    /** Clients of Ollama ask for a version before anything else. */
    static void ollamaVersion(HttpServletResponse response) throws IOException {
        ProxyErrors.json(response, "{\"version\":\"0.12.0\"}");
    }

    /** One model; its name stands in the path as it is or encoded, and may hold slashes. */
    void one(Call call) throws IOException, DialectException {
        Served model = find(call, call.tail());
        if (Faces.isGemini(call.request())) {
            send(call, gemini(model));
        } else {
            send(call, Faces.isAnthropic(call.request()) ? anthropic(model) : openAi(model));
        }
    }

    private static Served find(Call call, String name) throws DialectException {
        Served model = call.catalog().models().shown(name);
        if (model == null || !isOffered(model, call)) {
            throw new DialectException(ProxyErrors.modelNotFound(name));
        }
        return model;
    }

    private static List<Served> usable(Call call) {
        return call.catalog().models().models().stream()
                .filter(model -> isOffered(model, call))
                .toList();
    }

    /** Whether the caller may use it, and the provider that the path names, if it names one, serves it. */
    private static boolean isOffered(Served model, Call call) {
        return call.caller().mayUse(model.name())
                && (call.choice().provider() == null
                        || model.entries().stream()
                                .anyMatch(entry ->
                                        call.choice().allows(entry.credentials().getFirst())));
    }

    private static ArrayNode shapes(Call call, Function<Served, ObjectNode> shape) {
        ArrayNode shapes = MAPPER.createArrayNode();
        usable(call).forEach(model -> shapes.add(shape.apply(model)));
        return shapes;
    }

    private static ObjectNode openAi(Served model) {
        return MAPPER.createObjectNode()
                .put("id", model.name())
                .put("object", "model")
                .put("created", model.created())
                .put("owned_by", "tollgate");
    }

    private static ObjectNode anthropic(Served model) {
        return MAPPER.createObjectNode()
                .put("type", "model")
                .put("id", model.name())
                .put("display_name", model.name())
                .put("created_at", created(model));
    }

    private static ObjectNode gemini(Served model) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("name", "models/" + model.name())
                .put("baseModelId", model.name())
                .put("version", "1")
                .put("displayName", model.name());
        node.putArray("supportedGenerationMethods")
                .add("generateContent")
                .add("streamGenerateContent")
                .add("embedContent")
                .add("countTokens");
        return node;
    }

    private static ObjectNode ollama(Served model) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("name", model.name())
                .put("model", model.name())
                .put("modified_at", created(model))
                .put("size", 0)
                .put("digest", "");
        node.putObject("details").put("format", "").put("family", "").put("parameter_size", "");
        return node;
    }

    private static String created(Served model) {
        return Instant.ofEpochSecond(model.created()).toString();
    }

    private static void send(Call call, ObjectNode answer) throws IOException {
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }
}
