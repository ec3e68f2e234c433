package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ProviderRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A provider inside this process, for trying the gateway without a key of anybody: it answers chats and embeddings. */
final class DemoTransport implements Transport {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final int CHARS_PER_TOKEN = 4;

    private final InstantSource clock;

    DemoTransport(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ProviderResponse call(ProviderRequest request, Target target, Cancellation cancellation)
            throws ProviderException {
        DemoResponse response = call(request);
        cancellation.begin(response::cancel);
        return response;
    }

    private DemoResponse call(ProviderRequest request) throws ProviderException {
        JsonNode asked = read(request);
        return switch (request.operation()) {
            case CHAT -> chat(request, asked);
            case EMBEDDINGS -> DemoResponse.whole(bytes(embedding(asked)));
            case COMPLETIONS,
                    RESPONSES,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    IMAGE_VARIATIONS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    TOKEN_COUNT -> throw notOffered();
        };
    }

    private static ProviderException notOffered() {
        return new ProviderException(new ProviderFailure.Rejected(GatewayError.invalid(
                404, "unsupported_operation", "The demo provider answers chats and embeddings only.")));
    }

    @Override
    public ProviderResponse fetch(String method, String path, Target target) throws ProviderException {
        throw notOffered();
    }

    private static JsonNode read(ProviderRequest request) {
        if (request.operation().body() == Operation.Body.MULTIPART) {
            return MAPPER.createObjectNode();
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            request.body().writeTo(bytes);
            return MAPPER.readTree(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DemoResponse chat(ProviderRequest request, JsonNode asked) {
        String question = text(
                asked.path("messages").path(asked.path("messages").size() - 1).path("content"));
        String answer = question.isBlank()
                ? "Hello from Tollgate's demo provider."
                : "Hello from Tollgate's demo provider. You said: " + question;
        ObjectNode usage = usage(asked.path("messages").toString().length(), answer.length());
        if (!request.streamed()) {
            ObjectNode whole = head(asked, "chat.completion");
            whole.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", answer);
            whole.set("usage", usage);
            return DemoResponse.whole(bytes(whole));
        }
        return DemoResponse.streamed(events(asked, answer, usage), PAUSE);
    }

    private List<byte[]> events(JsonNode asked, String answer, ObjectNode usage) {
        List<byte[]> events = new ArrayList<>();
        ObjectNode chunk = head(asked, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("finish_reason");
        events.add(event(chunk));
        for (String word : answer.splitWithDelimiters(" ", 0)) {
            choice.putObject("delta").put("content", word);
            events.add(event(chunk));
        }
        choice.putObject("delta");
        choice.put("finish_reason", "stop");
        events.add(event(chunk));
        chunk.putArray("choices");
        chunk.set("usage", usage);
        events.add(event(chunk));
        events.add("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
        return events;
    }

    private ObjectNode head(JsonNode asked, String object) {
        return MAPPER.createObjectNode()
                .put("id", "chatcmpl-demo-" + Long.toHexString(clock.millis()))
                .put("object", object)
                .put("created", clock.millis() / 1000)
                .put("model", asked.path("model").asString("demo"));
    }

    private ObjectNode embedding(JsonNode asked) {
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list");
        ObjectNode item =
                answer.putArray("data").addObject().put("object", "embedding").put("index", 0);
        int seed = asked.path("input").toString().hashCode();
        for (int i = 0; i < 8; i++) {
            item.withArray("embedding").add(Math.round(Math.sin(seed + i) * 1e6) / 1e6);
        }
        answer.put("model", asked.path("model").asString("demo"));
        answer.set("usage", usage(asked.path("input").toString().length(), 0));
        return answer;
    }

    private static ObjectNode usage(int charsIn, int charsOut) {
        int input = Math.max(1, charsIn / CHARS_PER_TOKEN);
        int output = (charsOut + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
        return MAPPER.createObjectNode()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }

    private static byte[] event(ObjectNode chunk) {
        return ("data: " + MAPPER.writeValueAsString(chunk) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ObjectNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
