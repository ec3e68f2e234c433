package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.dialect.RecordedStreams;
import io.tollgate.dialect.RecordedStreams.Recorded;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Recorded streams of real providers through the whole gateway, whole and cut into pieces anywhere. */
@GatewayTest
class RecordingsOverHttpTests {

    private static final int CUTS = 3;

    private final Gateway gateway;

    RecordingsOverHttpTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @TestFactory
    Stream<DynamicTest> reachAnOpenAiClient() {
        List<Recorded> all = RecordedStreams.all();
        assumeTrue(!all.isEmpty(), "the recordings are not here");
        return all.stream().map(recorded -> DynamicTest.dynamicTest(recorded.name(), () -> passes(recorded)));
    }

    private void passes(Recorded recorded) {
        Random random = new Random(recorded.name().hashCode());
        for (int pieces = 1; pieces <= CUTS; pieces++) {
            FIRST.reset();
            FIRST.then(inPieces(recorded.bytes(), pieces, random));

            Gateway.Reply reply = gateway.post(
                    "/v1/chat/completions",
                    "{\"model\":\"" + model(recorded.dialect())
                            + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.events().getLast()).isEqualTo("[DONE]");
            assertThat(text(reply)).isEqualTo(recorded.text());
            assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    private static String model(String dialect) {
        return switch (dialect) {
            case "anthropic" -> "claude";
            case "gemini" -> "gemini";
            case "responses" -> "responses";
            default -> "gpt";
        };
    }

    private static FakeProvider.Reply inPieces(byte[] bytes, int pieces, Random random) {
        int[] cuts =
                random.ints(pieces - 1, 1, bytes.length).sorted().distinct().toArray();
        return wire -> {
            wire.beginEvents();
            int from = 0;
            for (int cut : cuts) {
                wire.chunk(Arrays.copyOfRange(bytes, from, cut));
                from = cut;
            }
            wire.chunk(Arrays.copyOfRange(bytes, from, bytes.length));
            wire.end();
        };
    }

    /** What a client sees: the text, or Mistral's list of parts as it is. */
    private static String text(Gateway.Reply reply) {
        StringBuilder text = new StringBuilder();
        for (String event : reply.events()) {
            if (!event.equals("[DONE]")) {
                JsonNode content = Gateway.json(event)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content");
                text.append(content.asString(""));
                content.forEach(part -> text.append(part.path("text").asString("")));
            }
        }
        return text.toString();
    }
}
