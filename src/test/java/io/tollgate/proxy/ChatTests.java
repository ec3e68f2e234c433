package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.UsageRecord.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A chat from end to end: what the provider is asked, what the caller gets, what the ledger says. */
@GatewayTest
class ChatTests {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private final Gateway gateway;

    ChatTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void asksTheProviderAndGivesTheModelItsNameBack() {
        FIRST.then(FakeProvider.Reply.json("""
                {"id":"c1", "model" : "upstream-gpt-2026",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110,\
                "prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":4}}}"""));

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"gpt\"," + MESSAGES + "}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text())
                .startsWith("{\"id\":\"c1\", \"model\" : \"gpt\",\n \"choices\"")
                .endsWith("}}}");
        Received asked = FIRST.only();
        assertThat(asked.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(asked.headers("Authorization")).containsExactly("Bearer " + GatewaySettings.UPSTREAM_KEY);
        assertThat(asked.text()).isEqualTo("{\"model\":\"upstream-gpt\"," + MESSAGES + "}");
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(row.status()).isEqualTo(200);
            assertThat(row.operation()).isEqualTo("chat");
            assertThat(row.modelAsked()).isEqualTo("gpt");
            assertThat(row.modelServed()).isEqualTo("upstream-gpt");
            assertThat(row.attempts()).isOne();
            assertThat(row.streamed()).isFalse();
            assertThat(row.usage().inputTokens()).isEqualTo(100);
            assertThat(row.usage().cachedTokens()).isEqualTo(40);
            assertThat(row.usage().outputTokens()).isEqualTo(10);
            assertThat(row.usage().reasoningTokens()).isEqualTo(4);
            assertThat(row.costNano()).isEqualTo(60 * 150L + 40 * 75 + 10 * 600);
            assertThat(row.firstByteMicros()).isPositive().isLessThanOrEqualTo(row.totalMicros());
            assertThat(row.errorCode()).isNull();
        });
    }

    @Test
    void keepsWhatItDoesNotKnowBothWays() {
        String numbers = "\"big\":12345678901234567890123,\"exact\":1.500,\"exponent\":1e5,\"small\":-0.0";
        String strange = numbers + ",\"zeta\":{\"b\":1,\"a\":[null,true,\"\\u00e9\"]},\"alpha\":\"\\ud83c\\udf0f\"";
        String answer = "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}," + strange
                + ",\"choices\":[{\"message\":{\"x\":1.500},\"finish_reason\":\"stop\"}],\"model\":\"other\",\"last\":1}";
        FIRST.then(FakeProvider.Reply.json(answer));

        Gateway.Reply reply =
                gateway.post(CHAT, "{" + strange + "," + MESSAGES + ",\"model\":\"gpt\",\"temperature\":1.0}");

        assertThat(reply.text()).isEqualTo(answer.replace("\"other\"", "\"gpt\""));
        String sent = FIRST.only().text();
        assertThat(sent)
                .startsWith("{" + numbers + ",\"zeta\":{\"b\":1,\"a\":[null,true,")
                .endsWith("," + MESSAGES + ",\"model\":\"upstream-gpt\",\"temperature\":1.0}");
        assertThat(json(sent).path("alpha").asString()).isEqualTo("🌏");
        assertThat(json(sent).path("zeta").path("a").path(2).asString()).isEqualTo("é");
    }

    @Test
    void streamsEventByEventAndLeavesOutUsageThatWasNotAskedFor() {
        FIRST.then(FakeProvider.Reply.events(
                "{\"id\":\"c1\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}",
                "{\"usage\":null,\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He\"},\"n\":12345678901234567890123}]}",
                "{\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"y\"}}],\"usage\":{\"prompt_tokens\":3}}",
                "{\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "{\"model\":\"up\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}",
                "[DONE]"));

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"gpt\",\"stream\":true," + MESSAGES + "}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/event-stream;charset=utf-8");
        assertThat(reply.text()).isEqualTo("""
                data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                data: {"model":"gpt","choices":[{"index":0,"delta":{"content":"He"},"n":12345678901234567890123}]}

                data: {"model":"gpt","choices":[{"index":0,"delta":{"content":"y"}}]}

                data: {"model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """);
        assertThat(FIRST.only().text())
                .isEqualTo("{\"model\":\"upstream-gpt\",\"stream\":true," + MESSAGES
                        + ",\"stream_options\":{\"include_usage\":true}}");
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(row.streamed()).isTrue();
            assertThat(row.usage().inputTokens()).isEqualTo(5);
            assertThat(row.usage().outputTokens()).isEqualTo(7);
            assertThat(row.costNano()).isEqualTo(5 * 150 + 7 * 600);
            assertThat(row.firstByteMicros()).isPositive().isLessThanOrEqualTo(row.totalMicros());
        });
    }

    @Test
    void streamsUsageThatWasAskedFor() {
        String last = "{\"model\":\"gpt\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}";
        FIRST.then(FakeProvider.Reply.events(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hey\"},\"finish_reason\":\"stop\"}],\"usage\":null}",
                last.replace("gpt", "up"),
                "[DONE]"));

        Gateway.Reply reply = gateway.post(
                CHAT,
                "{\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false},\"model\":\"gpt\",\"stream\":true,"
                        + MESSAGES + "}");

        assertThat(reply.events())
                .containsExactly(
                        "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hey\"},\"finish_reason\":\"stop\"}],\"usage\":null}",
                        last,
                        "[DONE]");
        assertThat(json(FIRST.only().text()).path("stream_options").toString())
                .isEqualTo("{\"include_usage\":true,\"include_obfuscation\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"gpt\",\"stream\":true,\"stream_options\":null,%s}",
                "{\"stream_options\":{\"include_usage\":false},\"model\":\"gpt\",%s,\"stream\":true}",
                "{\"stream_options\":{},\"stream\":true,\"model\":\"gpt\",%s}"
            })
    void alwaysAsksForUsage(String request) {
        FIRST.then(FakeProvider.Reply.events(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hey\"},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}",
                "[DONE]"));

        Gateway.Reply reply = gateway.post(CHAT, request.formatted(MESSAGES));

        assertThat(reply.events()).hasSize(2);
        JsonNode sent = json(FIRST.only().text());
        assertThat(sent.path("stream_options").toString()).isEqualTo("{\"include_usage\":true}");
        assertThat(sent.path("stream").asBoolean()).isTrue();
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void collectsAStreamForWhoeverDidNotAskForOne() {
        FIRST.then(FakeProvider.Reply.events(
                "{\"id\":\"c9\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"up\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Hm\"},\"finish_reason\":null}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"m.\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}}]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":\"{}\"}}]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"No\"},\"logprobs\":{\"content\":[{\"token\":\"No\",\"logprob\":-0.100,\"top_logprobs\":[]}],\"refusal\":null}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"pe\",\"refusal\":\"I \"},\"logprobs\":{\"content\":[{\"token\":\"pe\",\"logprob\":-0.2,\"top_logprobs\":[]}],\"refusal\":null}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"refusal\":\"won't\"},\"finish_reason\":\"content_filter\"}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":13,\"total_tokens\":24}}",
                "[DONE]"));

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"collected\",\"n\":2," + MESSAGES + "}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.json()).isEqualTo(json("""
                {"id":"c9","object":"chat.completion","created":1700000000,"model":"collected","system_fingerprint":"fp_1",
                 "choices":[
                  {"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Hmm.","tool_calls":[
                     {"id":"call_1","type":"function","function":{"name":"look","arguments":"{\\"a\\":1}"}},
                     {"id":"call_2","type":"function","function":{"name":"find","arguments":"{}"}}]},
                   "finish_reason":"tool_calls"},
                  {"index":1,"message":{"role":"assistant","content":"Nope","refusal":"I won't"},
                   "logprobs":{"content":[{"token":"No","logprob":-0.100,"top_logprobs":[]},
                     {"token":"pe","logprob":-0.2,"top_logprobs":[]}],"refusal":null},
                   "finish_reason":"content_filter"}],
                 "usage":{"prompt_tokens":11,"completion_tokens":13,"total_tokens":24}}"""));
        assertThat(reply.text()).contains("-0.100");
        JsonNode sent = json(FIRST.only().text());
        assertThat(sent.path("stream").asBoolean()).isTrue();
        assertThat(sent.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.streamed()).isFalse();
            assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(row.usage().inputTokens()).isEqualTo(11);
            assertThat(row.usage().outputTokens()).isEqualTo(13);
        });
    }

    @Test
    void collectsFromAnUpstreamThatStreamsUnasked() {
        FIRST.then(FakeProvider.Reply.events(
                "{\"object\":\"chat.completion.chunk\",\"model\":\"up\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}"));

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"gpt\",\"stream\":false," + MESSAGES + "}");

        assertThat(reply.json()).isEqualTo(json("""
                {"object":"chat.completion","model":"gpt","choices":[{"index":0,"message":\
                {"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"""));
        assertThat(json(FIRST.only().text()).path("stream").asBoolean(true)).isFalse();
    }

    @Test
    void splitsAnAnswerOfAnUpstreamThatDoesNotStream() {
        FIRST.then(FakeProvider.Reply.json("""
                {"id":"c3","object":"chat.completion","model":"up","choices":[{"index":0,"message":{"role":"assistant",\
                "content":"Hello","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":3}}"""));

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"gpt\",\"stream\":true," + MESSAGES + "}");

        List<String> events = reply.events();
        assertThat(events).hasSize(2).last().isEqualTo("[DONE]");
        assertThat(json(events.getFirst())).isEqualTo(json("""
                {"id":"c3","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"finish_reason":"stop",\
                "delta":{"role":"assistant","content":"Hello","tool_calls":[{"id":"t","type":"function",\
                "function":{"name":"f","arguments":"{}"},"index":0}]}}]}"""));
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void gives502ForACollectedStreamThatIsCutOff() {
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}");
            wire.end();
        });

        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"collected\"," + MESSAGES + "}");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.code()).isEqualTo("upstream_truncated");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void escapesNamesThatNeedIt() {
        Gateway.Reply reply = gateway.post(CHAT, "{\"model\":\"quo\\\"te\"," + MESSAGES + "}");

        assertThat(reply.json().path("model").asString()).isEqualTo("quo\"te");
        assertThat(json(FIRST.only().text()).path("model").asString()).isEqualTo("up\"quote");
    }

    @Test
    void answersFromTheDemoProvider() {
        Gateway.Reply whole = gateway.post(CHAT, "{\"model\":\"demo\"," + MESSAGES + "}");
        Gateway.Reply streamed = gateway.post(CHAT, "{\"model\":\"demo\",\"stream\":true," + MESSAGES + "}");
        Gateway.Reply embedded = gateway.post("/v1/embeddings", "{\"model\":\"demo\",\"input\":\"Hi\"}");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.json()
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .contains("Hi");
        assertThat(whole.json().path("model").asString()).isEqualTo("demo");
        assertThat(streamed.events()).hasSizeGreaterThan(3).last().isEqualTo("[DONE]");
        assertThat(embedded.status()).isEqualTo(200);
        assertThat(embedded.json().path("data").path(0).path("embedding").size())
                .isPositive();
        assertThat(gateway.record(whole).usage().outputTokens()).isPositive();
        assertThat(gateway.record(streamed).usage().outputTokens()).isPositive();
        assertThat(gateway.record(embedded).usage().inputTokens()).isPositive();
        assertThat(FIRST.received()).isEmpty();
        assertThat(SECOND.received()).isEmpty();
    }
}
