package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.TokenCountRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's wire format as Google speaks it: content generated, embedded and counted. */
final class GeminiProviderDialect implements ProviderDialect {

    static final String NAME = "gemini";

    private static final String MODELS = "models/";
    private static final String TUNED = "tunedModels/";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        GeminiAction action = to.streamed() ? GeminiAction.STREAM : GeminiAction.GENERATE;
        return request(action, to.model(), new GeminiChatWriter(to).write(chat));
    }

    @Override
    public ProviderRequest encode(EmbeddingsRequest embeddings, Destination to) {
        String model = to.model();
        return embeddings.inputs().size() == 1
                ? request(
                        GeminiAction.EMBED,
                        model,
                        GeminiEmbeddings.request(embeddings.inputs().getFirst(), embeddings, model))
                : request(GeminiAction.EMBED_BATCH, model, GeminiEmbeddings.batch(embeddings, model));
    }

    @Override
    public boolean countsTokens() {
        return true;
    }

    @Override
    public ProviderRequest encode(TokenCountRequest count, Destination to) throws DialectException {
        ObjectNode body = Json.object();
        body.putObject("generateContentRequest")
                .put("model", resource(to.model()))
                .setAll(new GeminiChatWriter(to).input(count.chat()));
        return request(GeminiAction.COUNT_TOKENS, to.model(), body);
    }

    static ProviderRequest request(GeminiAction action, String model, ObjectNode body) {
        return ProviderRequest.json(
                action.operation(),
                "/" + encoded(resource(model)) + ":" + action.word()
                        + (action == GeminiAction.STREAM ? "?alt=sse" : ""),
                model,
                Body.of(Json.bytes(body)),
                action == GeminiAction.STREAM);
    }

    private static String encoded(String resource) {
        return Stream.of(resource.split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    /** A model's name with its collection. */
    static String resource(String model) {
        return model.startsWith(MODELS) || model.startsWith(TUNED) ? model : MODELS + model;
    }

    /** A model's name without the collection most are in. */
    static String plain(String model) {
        return model.startsWith(MODELS) ? model.substring(MODELS.length()) : model;
    }

    @Override
    public Decoder decoder() {
        return new GeminiDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return GeminiDecoder.whole(answer);
    }

    @Override
    public Embeddings decodeEmbeddings(JsonNode answer) throws StreamFormatException {
        return GeminiEmbeddings.read(answer);
    }

    @Override
    public long decodeTokenCount(JsonNode answer) throws StreamFormatException {
        JsonNode total = answer.path("totalTokens");
        if (!total.canConvertToLong()) {
            throw new StreamFormatException("The answer counts no tokens");
        }
        return total.longValue();
    }
}
