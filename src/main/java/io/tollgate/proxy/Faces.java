package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.AnthropicClientDialect;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.GeminiClientDialect;
import io.tollgate.dialect.Intake;
import io.tollgate.dialect.OllamaClientDialect;
import io.tollgate.dialect.OllamaEndpoint;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.OpenAiRequests;
import io.tollgate.dialect.ResponsesClientDialect;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.Map;

/** The dialects clients speak, and where. */
record Faces(
        ClientDialect openAi,
        ClientDialect responses,
        ClientDialect anthropic,
        ClientDialect gemini,
        Map<OllamaEndpoint, ClientDialect> ollama) {

    static Faces of(Intake intake) {
        OpenAiRequests requests = new OpenAiRequests(intake);
        Map<OllamaEndpoint, ClientDialect> ollama = new EnumMap<>(OllamaEndpoint.class);
        for (OllamaEndpoint endpoint : OllamaEndpoint.values()) {
            ollama.put(endpoint, new OllamaClientDialect(intake, endpoint));
        }
        return new Faces(
                new OpenAiClientDialect(requests),
                new ResponsesClientDialect(requests),
                new AnthropicClientDialect(intake),
                new GeminiClientDialect(intake),
                Map.copyOf(ollama));
    }

    /** OpenAI's dialect for one of its operations. */
    ClientDialect openAi(Operation operation) {
        return operation == Operation.RESPONSES ? responses : openAi;
    }

    ClientDialect ollama(OllamaEndpoint endpoint) {
        return ollama.getOrDefault(endpoint, openAi);
    }

    /** Whether Gemini is spoken: its version v1 has models where OpenAI has them. */
    static boolean isGemini(HttpServletRequest request) {
        String path = Paths.of(request);
        if (path.startsWith("/v1/models")) {
            return request.getHeader("x-goog-api-key") != null
                    || request.getMethod().equals("POST") && path.indexOf(':') > 0;
        }
        return path.startsWith("/v1beta/");
    }

    /** Whether a request for models comes from a client of Anthropic's. */
    static boolean isAnthropic(HttpServletRequest request) {
        return request.getHeader("anthropic-version") != null;
    }

    /** What is spoken at a request's path, whether or not there is anything. */
    ClientDialect at(HttpServletRequest request) {
        String path = Paths.of(request);
        if (isGemini(request)) {
            return gemini;
        }
        if (path.startsWith("/v1/messages") || path.startsWith("/v1/models") && isAnthropic(request)) {
            return anthropic;
        }
        return switch (path) {
            case "/api/chat", "/api/generate", "/api/embed", "/api/embeddings", "/api/tags", "/api/version" ->
                ollama(OllamaEndpoint.CHAT);
            default -> openAi;
        };
    }
}
