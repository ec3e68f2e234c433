package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.WatchedGateway.COLLECTOR;
import static io.tollgate.proxy.WatchedGateway.MAIN;
import static io.tollgate.proxy.WatchedGateway.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.Collector.Span;
import io.tollgate.proxy.FakeProvider.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces of exchanges: what a collector gets, and what providers learn of the trace. */
@WatchedGateway.Test
class TracingTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String BODY = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final Gateway gateway;

    TracingTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String body, String... headers) {
        HttpRequest.Builder request = gateway.authorized(CHAT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void goesOnWithTheTraceOfItsClient() {
        MAIN.then(FakeProvider.Reply.status(500, "application/json", "{}"));

        Gateway.Reply reply =
                chat(BODY, "traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "vendor=opaque");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        List<Span> spans = COLLECTOR.trace(TRACE, 3);
        assertThat(spans)
                .hasSize(3)
                .extracting(Span::kind)
                .containsExactlyInAnyOrder(Collector.CLIENT, Collector.CLIENT, Collector.SERVER);
        Span exchange = spans.getLast();
        assertThat(exchange.kind()).isEqualTo(Collector.SERVER);
        assertThat(exchange.parentId()).isEqualTo(PARENT);
        assertThat(exchange.name()).isEqualTo("chat gpt");
        assertThat(exchange.attributes())
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("gen_ai.usage.input_tokens", 10L)
                .containsEntry("gen_ai.usage.output_tokens", 2L)
                .containsEntry("tollgate.attempts", 2L)
                .containsEntry("tollgate.request_id", reply.header("x-request-id"))
                .doesNotContainKey("error.type");
        assertThat(spans.subList(0, 2)).allSatisfy(call -> {
            assertThat(call.parentId()).isEqualTo(exchange.id());
            assertThat(call.name()).isEqualTo("chat upstream-gpt");
            assertThat(call.nanos()).isPositive();
            assertThat(call.attributes())
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("server.port", (long) MAIN.port());
        });
        assertThat(spans.getFirst().status()).isEqualTo(Collector.ERROR);
        assertThat(spans.getFirst().attributes())
                .containsEntry("tollgate.why", "first")
                .containsKey("error.type");
        assertThat(spans.get(1).attributes())
                .containsEntry("tollgate.why", "again")
                .containsEntry("gen_ai.usage.output_tokens", 2L);
        assertThat(COLLECTOR.keys()).isNotEmpty().containsOnly("planted-collector-key");
        assertThat(MAIN.received())
                .extracting(received -> received.header("traceparent"))
                .containsExactly(
                        "00-" + TRACE + "-" + spans.getFirst().id() + "-01",
                        "00-" + TRACE + "-" + spans.get(1).id() + "-01");
        assertThat(MAIN.received())
                .extracting(received -> received.header("tracestate"))
                .containsOnly("vendor=opaque");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4737-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4737-00f067aa0ba902b7",
                "ff-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-01",
                "nonsense"
            })
    void beginsATraceOfItsOwnWhereThatOfTheClientIsNone(String traceparent) {
        Gateway.Reply reply = chat(BODY, "traceparent", traceparent, "tracestate", "vendor=opaque");

        List<Span> spans = COLLECTOR.with("tollgate.request_id", reply.header("x-request-id"));
        assertThat(spans).hasSize(1);
        assertThat(spans.getFirst().parentId()).isEmpty();
        assertThat(spans.getFirst().traceId()).hasSize(32).doesNotStartWith("4bf92f35");
        Received received = MAIN.only();
        assertThat(received.header("traceparent"))
                .startsWith("00-" + spans.getFirst().traceId());
        assertThat(received.headers("tracestate")).isEmpty();
    }

    @Test
    void passesOnNoStateThatIsTooLong() {
        chat(
                BODY,
                "traceparent",
                "00-" + TRACE.replace('4', '5') + "-" + PARENT + "-01",
                "tracestate",
                "vendor=" + "x".repeat(600));

        assertThat(MAIN.only().header("traceparent")).contains(TRACE.replace('4', '5'));
        assertThat(MAIN.only().headers("tracestate")).isEmpty();
    }

    @Test
    void recordsNothingThatItsClientDoesNotWantRecorded() {
        chat(BODY, "traceparent", "00-" + TRACE.replace('4', '6') + "-" + PARENT + "-00");
        Gateway.Reply next = chat(BODY);

        COLLECTOR.with("tollgate.request_id", next.header("x-request-id"));
        assertThat(COLLECTOR.trace(TRACE.replace('4', '6'), 0)).isEmpty();
        assertThat(MAIN.received().getFirst().header("traceparent")).endsWith("-00");
    }

    @Test
    void tracesWhatIsConvertedAndWhatFails() {
        OTHER.then(FakeProvider.Reply.status(
                400,
                "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}"));

        Gateway.Reply reply = chat(
                BODY.replace("gpt", "claude"), "traceparent", "00-" + TRACE.replace('4', '7') + "-" + PARENT + "-01");

        assertThat(reply.status()).isEqualTo(400);
        List<Span> spans = COLLECTOR.trace(TRACE.replace('4', '7'), 2);
        assertThat(spans.getFirst().attributes())
                .containsEntry("gen_ai.provider.name", "anthropic")
                .containsEntry("tollgate.provider", "otherwise");
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.status()).isEqualTo(Collector.ERROR);
            assertThat(span.attributes()).containsKey("error.type");
        });
        assertThat(OTHER.only().header("traceparent")).contains(spans.getFirst().id());
    }

    @Test
    void tellsAProviderThatWantsAConversationWithEachStep() {
        OTHER.then(
                Reply.json("{\"id\":\"c1\"}"), Reply.json("{\"id\":\"m1\"}"), Reply.json("{\"response\":\"Hello\"}"));

        Gateway.Reply reply = chat(
                BODY.replace("gpt", "talk"), "traceparent", "00-" + TRACE.replace('4', '8') + "-" + PARENT + "-01");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Span call = COLLECTOR.trace(TRACE.replace('4', '8'), 2).getFirst();
        assertThat(OTHER.received())
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.header("traceparent")).contains(call.id()));
    }
}
