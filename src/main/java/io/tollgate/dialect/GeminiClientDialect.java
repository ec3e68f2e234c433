package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's wire format as clients speak it: the path holds the model's name and what is to be done. */
public final class GeminiClientDialect implements ClientDialect {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "contents",
            "content",
            "requests",
            "systemInstruction",
            "system_instruction",
            "tools",
            "toolConfig",
            "tool_config",
            "generationConfig",
            "generation_config",
            "safetySettings",
            "safety_settings",
            "cachedContent",
            "cached_content",
            "generateContentRequest",
            "taskType",
            "title",
            "outputDimensionality",
            "output_dimensionality");

    private final Intake intake;

    public GeminiClientDialect(Intake intake) {
        this.intake = intake;
    }

    /**
     * What the rest of a path asks for; absent when that is nothing known.
     *
     * @param tail {@code <model>:<action>}
     */
    public static @Nullable Operation operation(String tail) {
        GeminiAction action = GeminiAction.ending(tail);
        return action == null ? null : action.operation();
    }

    @Override
    public String name() {
        return GeminiProviderDialect.NAME;
    }

    @Override
    public ClientRequest decode(Inbound inbound) throws DialectException, IOException {
        GeminiAction action = GeminiAction.ending(inbound.tail());
        String model = GeminiProviderDialect.plain(
                inbound.tail().substring(0, Math.max(0, inbound.tail().lastIndexOf(':'))));
        if (action == null || model.isEmpty()) {
            throw new DialectException(
                    GatewayError.invalid(404, "not_found", "The path must end in '/models/<model>:<action>'."));
        }
        if (model.length() > LONGEST_MODEL) {
            throw new DialectException(GatewayError.invalid(
                    404, "not_found", "The model's name is longer than " + LONGEST_MODEL + " characters."));
        }
        Intake.requireJson(inbound);
        ObjectNode body = intake.tree(inbound);
        return new TreeRequest(
                this,
                action.operation(),
                model,
                action == GeminiAction.STREAM,
                body,
                new GeminiNative(action, asksForEvents(inbound.query())));
    }

    private static boolean asksForEvents(Function<String, @Nullable String> query) {
        return "sse".equals(query.apply("alt")) || "sse".equals(query.apply("$alt"));
    }

    @Override
    public Asked read(Operation operation, ObjectNode body) throws DialectException {
        return switch (operation) {
            case CHAT -> GeminiChatReader.read(body);
            case EMBEDDINGS -> GeminiEmbeddings.read(body);
            case TOKEN_COUNT -> new TokenCountRequest(GeminiChatReader.counted(body));
            case COMPLETIONS,
                    RESPONSES,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    IMAGE_VARIATIONS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS -> throw OpenAiClientDialect.notConverted(operation);
        };
    }

    @Override
    public Set<String> known(Operation operation) {
        return KNOWN;
    }

    @Override
    public Encoder encoder(ClientRequest request) {
        GeminiNative same = same(request);
        return new GeminiEncoder(request.model(), new GeminiFraming(same == null || same.sse()));
    }

    @Override
    public byte[] whole(ChatAnswer answer, ClientRequest request) {
        return Json.bytes(GeminiAnswerWriter.write(answer, request.model()));
    }

    @Override
    public byte[] whole(Embeddings embeddings, ClientRequest request) {
        GeminiNative same = same(request);
        return Json.bytes(
                GeminiEmbeddings.write(embeddings, same != null && same.action() == GeminiAction.EMBED_BATCH));
    }

    private static @Nullable GeminiNative same(ClientRequest request) {
        return request instanceof TreeRequest tree && tree.same() instanceof GeminiNative same ? same : null;
    }

    @Override
    public byte[] tokenCount(long tokens) {
        return ("{\"totalTokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void setModel(ObjectNode answer, String model) {
        if (answer.has("modelVersion")) {
            answer.put("modelVersion", model);
        }
    }

    @Override
    public String error(GatewayError error) {
        return GeminiError.write(error);
    }
}
