package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Usage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway takes from the usage in a provider's answer, in every way in which it reads answers. */
public final class StatedUsage {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private StatedUsage() {}

    /**
     * What each reader of a dialect says of the same usage: those of the fast path, those of whole answers and those of
     * streams.
     *
     * @param body holds {@code usage} or {@code usageMetadata}
     */
    public static List<Usage> of(String dialect, JsonNode body) throws StreamFormatException {
        return switch (dialect) {
            case "anthropic" ->
                List.of(
                        streamed("anthropic", "message_start", "{\"type\":\"message_start\",\"message\":" + body + "}"),
                        streamed(
                                "anthropic",
                                "message_delta",
                                "{\"type\":\"message_delta\",\"delta\":{},\"usage\":" + body.path("usage") + "}"));
            case "gemini" -> List.of(streamed("gemini", null, body.toString()));
            case "embeddings" -> List.of(embeddings(body));
            case "responses" -> {
                List<Usage> read = new ArrayList<>(scanned(body));
                ObjectNode event = MAPPER.createObjectNode().put("type", "response.completed");
                event.set("response", body);
                read.add(scan(event));
                read.add(streamed("responses", "response.completed", event.toString()));
                yield read;
            }
            default -> {
                List<Usage> read = new ArrayList<>(scanned(body));
                read.add(streamed("openai", null, body.toString()));
                yield read;
            }
        };
    }

    /** The fast path, for one event of a stream and for a whole answer. */
    private static List<Usage> scanned(JsonNode body) throws StreamFormatException {
        AnswerScan whole = new AnswerScan();
        whole.read(new ByteArrayInputStream(bytes(body)));
        return List.of(known(whole.usage()), scan(body));
    }

    private static Usage scan(JsonNode event) throws StreamFormatException {
        byte[] bytes = bytes(event);
        AnswerScan scan = new AnswerScan();
        scan.read(bytes, 0, bytes.length);
        return known(scan.usage());
    }

    private static Usage embeddings(JsonNode body) throws StreamFormatException {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.putArray("data")
                .addObject()
                .put("index", 0)
                .putArray("embedding")
                .add(0.5);
        answer.set("usage", body.path("usage"));
        return ProviderDialects.of("openai").decodeEmbeddings(answer).usage();
    }

    private static Usage streamed(String dialect, String event, String data) throws StreamFormatException {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        Usage last = Usage.NONE;
        Decoder decoder = ProviderDialects.of(dialect).decoder();
        List<ChatEvent> events = new ArrayList<>(decoder.read(event, bytes, 0, bytes.length));
        events.addAll(decoder.end());
        for (ChatEvent said : events) {
            if (said instanceof ChatEvent.UsageReported(Usage usage)) {
                last = usage;
            }
        }
        return last;
    }

    private static Usage known(Usage usage) {
        return usage == null ? Usage.NONE : usage;
    }

    private static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
