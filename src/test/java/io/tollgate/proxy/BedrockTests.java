package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.Signature4;
import io.tollgate.proxy.FakeProvider.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Chats through Bedrock, signed, and streamed in Amazon's framing. */
@GatewayTest
class BedrockTests {

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=AKIAPLANTED000000001/"
            + "(\\d{8}/eu-west-3/bedrock/aws4_request), SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private final Gateway gateway;

    BedrockTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"nova\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    static byte[] event(String type, String payload) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(headers, payload.getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toByteArray();
    }

    @Test
    void signsWhatItSends() {
        FIRST.then(Reply.json("""
                {"output":{"message":{"role":"assistant","content":[{"text":"Hello"}]}},"stopReason":"end_turn",
                 "usage":{"inputTokens":3,"outputTokens":1,"totalTokens":4}}"""));
        Gateway.Reply reply = chat(false);
        assertThat(reply.text()).contains("Hello");
        Received sent = FIRST.only();
        assertThat(sent.line()).isEqualTo("POST /model/amazon.nova-lite-v1%3A0/converse HTTP/1.1");
        Matcher said = AUTHORIZATION.matcher(sent.header("Authorization"));
        assertThat(said.matches()).as(sent.head()).isTrue();
        TreeMap<String, String> signed = new TreeMap<>();
        for (String name : said.group(2).split(";")) {
            assertThat(sent.headers(name)).as(name).hasSize(1);
            signed.put(name, sent.header(name));
        }
        assertThat(signed).containsKeys("host", "x-amz-date");
        assertThat(new Signature4("POST", "/model/amazon.nova-lite-v1%3A0/converse", signed, sent.body())
                        .of("planted/secret+key/00000000000000000000", said.group(1)))
                .isEqualTo(said.group(3));
        assertThat(gateway.record(reply).usage().inputTokens()).isEqualTo(3);
    }

    @Test
    void streams() {
        FIRST.then(wire -> {
            wire.begin("application/vnd.amazon.eventstream");
            wire.chunk(event("messageStart", "{\"role\":\"assistant\"}"));
            wire.chunk(event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}"));
            wire.chunk(event("messageStop", "{\"stopReason\":\"max_tokens\"}"));
            wire.chunk(event("metadata", "{\"usage\":{\"inputTokens\":3,\"outputTokens\":1}}"));
            wire.end();
        });
        Gateway.Reply reply = chat(true);
        assertThat(reply.text()).contains("\"Hello\"", "\"finish_reason\":\"length\"");
        assertThat(reply.events()).endsWith("[DONE]");
        assertThat(FIRST.only().headers("Accept")).containsExactly("application/vnd.amazon.eventstream");
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(1);
    }

    @Test
    void endsWithAnErrorWhenItIsCutOff() {
        FIRST.then(wire -> {
            wire.begin("application/vnd.amazon.eventstream");
            wire.chunk(event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}"));
            wire.end();
        });
        assertThat(chat(true).text()).contains("Hello", "upstream_truncated").doesNotContain("[DONE]");
    }

    private static final String NO_ACCESS =
            "{\"message\":\"You don't have access to the model with the specified model ID.\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "408 | {\"message\":\"Model took too long\"} | 504 | upstream_timeout",
                "424 | {\"message\":\"The model failed\",\"originalStatusCode\":500} | 502 | upstream_error",
                "403 | " + NO_ACCESS + " | 502 | upstream_model_denied",
                "429 | {\"message\":\"Too many requests\"} | 429 | rate_limit_exceeded"
            })
    void leavesToOthersWhatItsModelCannot(int status, String body, int told, String code) {
        FIRST.then(Reply.status(status, "application/json", body), Reply.status(status, "application/json", body));

        chat(false).isError(told, code);
        Gateway.Reply reply =
                gateway.post(CHAT, "{\"model\":\"nova-pair\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
    }

    @Test
    void asksNobodyAgainWithACredentialThatIsRefused() {
        FIRST.then(Reply.status(
                403, "application/json", "{\"message\":\"The security token included in the request is invalid.\"}"));

        chat(false).isError(502, "upstream_auth_error");
        Gateway.Reply reply =
                gateway.post(CHAT, "{\"model\":\"nova-pair\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.record(reply).attempts()).isEqualTo(1);
        assertThat(FIRST.received()).hasSize(1);
    }

    @Test
    void leavesToOthersWhatItsModelWroteBadly() {
        FIRST.then(
                Reply.json(
                        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"{\"}]}},\"stopReason\":\"malformed_tool_use\"}"));

        Gateway.Reply reply =
                gateway.post(CHAT, "{\"model\":\"nova-pair\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.json()
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString())
                .isEqualTo("Hello");
    }
}
