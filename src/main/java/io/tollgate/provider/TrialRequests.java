package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.AnthropicClientDialect;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.GeminiClientDialect;
import io.tollgate.dialect.Inbound;
import io.tollgate.dialect.Intake;
import io.tollgate.dialect.OllamaClientDialect;
import io.tollgate.dialect.OllamaEndpoint;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.OpenAiRequests;
import io.tollgate.dialect.ResponsesClientDialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes trials as clients of each dialect would, and reads them as the gateway does. */
final class TrialRequests {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String PROMPT = "Answer with the word: ready";
    private static final int ENOUGH_TOKENS = 512;
    private static final GatewayError NO_EMBEDDINGS =
            GatewayError.invalid(400, "unsupported_operation", "Clients of this dialect cannot ask for embeddings.");

    private final Intake intake;

    TrialRequests(Intake intake) {
        this.intake = intake;
    }

    ClientRequest read(Trial trial) throws DialectException, IOException {
        byte[] body = MAPPER.writeValueAsBytes(trial.embeddings() ? embeddings(trial) : chat(trial));
        return dialect(trial)
                .decode(new Inbound(
                        trial.operation(),
                        tail(trial),
                        null,
                        name -> name.equals("alt") ? "sse" : null,
                        name -> null,
                        "application/json",
                        body.length,
                        new ByteArrayInputStream(body)));
    }

    private ClientDialect dialect(Trial trial) {
        return switch (trial.client()) {
            case OPENAI -> new OpenAiClientDialect(new OpenAiRequests(intake));
            case RESPONSES -> new ResponsesClientDialect(new OpenAiRequests(intake));
            case ANTHROPIC -> new AnthropicClientDialect(intake);
            case GEMINI -> new GeminiClientDialect(intake);
            case OLLAMA ->
                new OllamaClientDialect(intake, trial.embeddings() ? OllamaEndpoint.EMBED : OllamaEndpoint.CHAT);
        };
    }

    private static String tail(Trial trial) {
        if (trial.client() != Trial.Client.GEMINI) {
            return "";
        }
        String action = trial.operation() == Operation.EMBEDDINGS
                ? "embedContent"
                : trial.streamed() ? "streamGenerateContent" : "generateContent";
        return trial.model() + ":" + action;
    }

    private static Map<String, Object> chat(Trial trial) {
        String model = trial.model();
        boolean stream = trial.streamed();
        List<Object> messages = List.of(Map.of("role", "user", "content", PROMPT));
        return switch (trial.client()) {
            case OPENAI ->
                stream
                        ? Map.of(
                                "model",
                                model,
                                "messages",
                                messages,
                                "stream",
                                true,
                                "stream_options",
                                Map.of("include_usage", true))
                        : Map.of("model", model, "messages", messages);
            case RESPONSES -> Map.of("model", model, "input", PROMPT, "stream", stream);
            case ANTHROPIC ->
                Map.of("model", model, "messages", messages, "max_tokens", ENOUGH_TOKENS, "stream", stream);
            case GEMINI ->
                Map.of("contents", List.of(Map.of("role", "user", "parts", List.of(Map.of("text", PROMPT)))));
            case OLLAMA -> Map.of("model", model, "messages", messages, "stream", stream);
        };
    }

    private static Map<String, Object> embeddings(Trial trial) throws DialectException {
        return switch (trial.client()) {
            case OPENAI, OLLAMA -> Map.of("model", trial.model(), "input", PROMPT);
            case GEMINI -> Map.of("content", Map.of("parts", List.of(Map.of("text", PROMPT))));
            case RESPONSES, ANTHROPIC -> throw new DialectException(NO_EMBEDDINGS);
        };
    }
}
