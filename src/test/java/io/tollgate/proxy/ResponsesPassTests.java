package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Responses API between a client and a provider that both speak it. */
@GatewayTest
class ResponsesPassTests {

    private static final String DELTA =
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hey\"}\n\n";

    private final Gateway gateway;

    ResponsesPassTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void passesResponsesOn() {
        FIRST.then(
                Reply.json(
                        "{\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"up\",\"error\":null,\"output\":[],\"usage\":{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":5},\"output_tokens\":3,\"output_tokens_details\":{\"reasoning_tokens\":1}}}"));

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"Hi\"}");

        assertThat(reply.json().path("model").asString()).isEqualTo("gpt");
        Usage usage = gateway.record(reply).usage();
        assertThat(usage).isEqualTo(Usage.ofTokens(20, 5, 3, 1));
    }

    @Test
    void streamsResponses() {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.chunk(
                    "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"up\",\"usage\":null}}\n\n");
            wire.chunk(
                    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hey\"}\n\n");
            wire.chunk(
                    "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"model\":\"up\",\"error\":null,\"usage\":{\"input_tokens\":4,\"output_tokens\":6}}}\n\n");
            wire.end();
        });

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"gpt\",\"stream\":true,\"input\":\"Hi\"}");

        assertThat(reply.text()).isEqualTo("""
                event: response.created
                data: {"type":"response.created","response":{"id":"r","model":"gpt","usage":null}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","delta":"Hey"}

                event: response.completed
                data: {"type":"response.completed","response":{"model":"gpt","error":null,"usage":{"input_tokens":4,"output_tokens":6}}}

                """);
        assertThat(FIRST.only().text()).isEqualTo("{\"model\":\"upstream-gpt\",\"stream\":true,\"input\":\"Hi\"}");
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage()).isEqualTo(Usage.ofTokens(4, 0, 6, 0));
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void takesNothingThatIsAnsweredLater() {
        Gateway.Reply refused =
                gateway.post("/v1/responses", "{\"model\":\"gpt\",\"background\":true,\"input\":\"Hi\"}");

        refused.isError(400, "unsupported_parameter");
        assertThat(refused.json().path("error").path("param").asString()).isEqualTo("background");
        assertThat(FIRST.received()).isEmpty();
    }

    @Test
    void whatOnlyBeginsIsNothingToShow() {
        Reply begun = wire -> {
            wire.beginEvents();
            wire.chunk(
                    "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}\n\n"
                            + "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"reasoning\"}}\n\n"
                            + "data: {\"type\":\"response.content_part.added\",\"part\":{\"type\":\"output_text\",\"text\":\"\"}}\n\n");
            wire.reset();
        };
        Reply good = wire -> {
            wire.beginEvents();
            wire.chunk(DELTA);
            wire.chunk(
                    "data: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":4,\"output_tokens\":6}}}\n\n");
            wire.end();
        };
        FIRST.then(begun);
        SECOND.then(good);

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"pair\",\"stream\":true,\"input\":\"Hi\"}");

        assertThat(reply.text()).contains("Hey").doesNotContain("error", "output_item");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void endsACutOffStreamOfResponsesWithItsOwnError() {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.chunk(
                    "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}\n\n");
            wire.chunk(DELTA);
            wire.end();
        });

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"gpt\",\"stream\":true,\"input\":\"Hi\"}");

        assertThat(reply.text())
                .endsWith(
                        "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_truncated\",\"message\":\"The provider's answer was cut off.\",\"param\":null}\n\n");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void tellsWhenAResponseFailed() {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.chunk(DELTA);
            wire.chunk(
                    "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"server_error\"}}}\n\n");
            wire.end();
        });

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"gpt\",\"stream\":true,\"input\":\"Hi\"}");

        assertThat(reply.text())
                .startsWith(DELTA)
                .contains("event: response.failed\n")
                .doesNotContain("event: error");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}\n\n",
                "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":{\"code\":\"server_error\"}}}\n\n"
            })
    void aResponseThatOnlyBeganIsMadeElsewhere(String event) {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.chunk(event);
            wire.end();
        });
        SECOND.then(wire -> {
            wire.beginEvents();
            wire.chunk(DELTA);
            wire.chunk(
                    "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":4,\"output_tokens\":6}}}\n\n");
            wire.end();
        });

        Gateway.Reply reply = gateway.post("/v1/responses", "{\"model\":\"pair\",\"stream\":true,\"input\":\"Hi\"}");

        assertThat(reply.text()).startsWith(DELTA).contains("event: response.completed\n");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }
}
