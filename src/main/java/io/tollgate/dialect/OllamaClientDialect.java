package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama's wire format as clients speak it, at one of its endpoints. Any {@code Content-Type} is taken, as Ollama does.
 */
public final class OllamaClientDialect implements ClientDialect {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "stream",
            "prompt",
            "input",
            "system",
            "images",
            "format",
            "options",
            "tools",
            "think",
            "keep_alive",
            "template",
            "raw",
            "context",
            "suffix",
            "dimensions",
            "truncate");

    /** Ollama reads names in any case; only these are told apart here. */
    private static final List<String> GUARDED = List.of("model", "stream", "messages", "prompt", "input");

    private final Intake intake;
    private final OllamaEndpoint endpoint;

    public OllamaClientDialect(Intake intake, OllamaEndpoint endpoint) {
        this.intake = intake;
        this.endpoint = endpoint;
    }

    @Override
    public String name() {
        return OllamaProviderDialect.NAME;
    }

    @Override
    public ClientRequest decode(Inbound inbound) throws DialectException, IOException {
        ObjectNode body = intake.tree(inbound);
        for (String name : body.propertyNames()) {
            for (String guarded : GUARDED) {
                if (guarded.equalsIgnoreCase(name) && !guarded.equals(name)) {
                    throw JsonRequestReader.wrong(name, "'" + name + "' is written '" + guarded + "'.");
                }
            }
        }
        Fields fields = new Fields(body);
        String model = fields.text("model");
        if (model == null || model.isBlank()) {
            throw new DialectException(
                    invalidParam("model", "missing_required_parameter", "Missing required parameter: 'model'."));
        }
        if (model.length() > LONGEST_MODEL) {
            throw JsonRequestReader.wrong("model", "'model' is longer than " + LONGEST_MODEL + " characters.");
        }
        Boolean stream = fields.bool("stream");
        boolean streamed = endpoint.streams() && (stream == null || stream);
        Operation operation = inbound.operation();
        return new TreeRequest(this, operation, model, streamed, body, (tree, providerModel, wanted) -> {
            ObjectNode copy = Json.object();
            copy.setAll(tree);
            copy.put("model", providerModel);
            if (endpoint.streams()) {
                copy.put("stream", wanted);
            }
            return ProviderRequest.json(operation, endpoint.path(), providerModel, Body.of(Json.bytes(copy)), wanted);
        });
    }

    @Override
    public Asked read(Operation operation, ObjectNode body) throws DialectException {
        return switch (endpoint) {
            case CHAT -> OllamaChatReader.chat(body);
            case GENERATE -> OllamaChatReader.generate(body);
            case EMBED -> OllamaEmbeddings.read(body, "input");
            case EMBEDDINGS -> OllamaEmbeddings.read(body, "prompt");
        };
    }

    @Override
    public Set<String> known(Operation operation) {
        return KNOWN;
    }

    @Override
    public Encoder encoder(ClientRequest request) {
        return new OllamaEncoder(answerWriter(request));
    }

    private OllamaAnswerWriter answerWriter(ClientRequest request) {
        return new OllamaAnswerWriter(request.model(), endpoint == OllamaEndpoint.GENERATE);
    }

    @Override
    public byte[] whole(ChatAnswer answer, ClientRequest request) {
        return Json.bytes(answerWriter(request).whole(answer));
    }

    @Override
    public byte[] whole(Embeddings embeddings, ClientRequest request) {
        return Json.bytes(
                endpoint == OllamaEndpoint.EMBEDDINGS
                        ? OllamaEmbeddings.one(embeddings)
                        : OllamaEmbeddings.write(embeddings, request.model()));
    }

    @Override
    public byte[] tokenCount(long tokens) {
        return ("{\"prompt_eval_count\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String error(GatewayError error) {
        return errorBody(error);
    }

    /** An error in Ollama's shape, as JSON. */
    static String errorBody(GatewayError error) {
        JsonNode body = Json.object().put("error", error.message());
        return Json.text(body);
    }
}
