package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.FakeProvider.Wire;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A conversation that holds signed or encrypted thinking goes on with the provider that made it. */
@GatewayTest
class SealOriginsTests {

    private static final Reply TROUBLE = Reply.status(500, "application/json", "{}");

    private final Gateway gateway;
    private final String seal = "gAAAA" + UUID.randomUUID().toString().replace("-", "") + "_-A==";

    SealOriginsTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Reply response(boolean stream) {
        String item = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"" + seal + "\"}";
        String answer =
                "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"b\",\"output\":["
                        + item
                        + ",{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}],"
                        + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
        return stream
                ? Reply.events(
                        "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"output\":[]}}",
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}",
                        "{\"type\":\"response.completed\",\"response\":" + answer + "}")
                : Reply.json(answer);
    }

    private Gateway.Reply respond(String before, boolean stream) {
        return gateway.post(
                "/v1/responses",
                "{\"model\":\"either\",\"store\":false,\"include\":[\"reasoning.encrypted_content\"],\"stream\":"
                        + stream + ",\"input\":[" + before + "{\"role\":\"user\",\"content\":\"Go on\"}]}");
    }

    private String reasoning() {
        return "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + seal + "\"},";
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void encryptedThinkingGoesBackToWhoMadeItAndNowhereElse(boolean stream) {
        FIRST.then(TROUBLE);
        SECOND.then(response(stream), response(stream), TROUBLE);
        assertThat(respond("", stream).text()).contains(seal);
        FIRST.reset();

        assertThat(respond(reasoning(), stream).status()).isEqualTo(200);
        assertThat(respond(reasoning(), stream).status()).isEqualTo(500);

        assertThat(SECOND.received()).hasSize(3);
        assertThat(FIRST.received()).isEmpty();
    }

    @Test
    void encryptedThinkingOfNobodyKnownGoesAnywhere() {
        FIRST.then(response(false));

        assertThat(respond(reasoning(), false).status()).isEqualTo(200);

        assertThat(SECOND.received()).isEmpty();
    }

    @Test
    void encryptedThinkingInAnotherDialectGoesBackToWhoMadeIt() {
        SECOND.then(response(false));
        FIRST.then(TROUBLE);
        respond("", false);
        FIRST.reset();
        SECOND.then(response(false));

        respond(
                "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"tollgate:openai:" + seal + "\"},",
                false);

        assertThat(SECOND.received()).hasSize(2);
    }

    private Reply thoughtful(boolean stream) {
        if (!stream) {
            return Reply.json(
                    "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":["
                            + "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"" + seal
                            + "\"},{\"type\":\"text\",\"text\":\"Hello\"}],"
                            + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
        }
        return (Wire wire) -> {
            wire.beginEvents();
            wire.event(
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":1}}}");
            wire.event(
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}");
            wire.event(
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Hm\"}}");
            wire.event(
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\""
                            + seal + "\"}}");
            wire.event("{\"type\":\"content_block_stop\",\"index\":0}");
            wire.event(
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}");
            wire.event("{\"type\":\"message_stop\"}");
            wire.end();
        };
    }

    private Gateway.Reply chat(String before, boolean stream) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"two-claudes\",\"stream\":" + stream + ",\"messages\":[" + before
                        + "{\"role\":\"user\",\"content\":\"Go on\"}]}");
    }

    private Gateway.Reply messages(String before, boolean stream) {
        return gateway.post(
                "/v1/messages",
                "{\"model\":\"two-claudes\",\"max_tokens\":9,\"stream\":" + stream + ",\"messages\":[" + before
                        + "{\"role\":\"user\",\"content\":\"Go on\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void signedThinkingGoesBackToWhoMadeItFirst(boolean stream) {
        FIRST.then(TROUBLE);
        SECOND.then(thoughtful(stream), thoughtful(stream), TROUBLE);
        assertThat(messages("", stream).text()).contains(seal);
        FIRST.reset();
        String before =
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\""
                        + seal + "\"},{\"type\":\"text\",\"text\":\"Hello\"}]},";

        assertThat(messages(before, stream).status()).isEqualTo(200);
        assertThat(FIRST.received()).isEmpty();
        FIRST.then(thoughtful(stream));
        assertThat(messages(before, stream).status()).isEqualTo(200);

        assertThat(SECOND.received()).hasSize(3);
        assertThat(FIRST.received()).hasSize(1);
    }

    @Test
    void signedThinkingGoesBackThroughAnotherDialect() {
        FIRST.then(TROUBLE);
        SECOND.then(thoughtful(false), thoughtful(false));
        JsonNode message = chat("", false).json().path("choices").path(0).path("message");
        assertThat(message.toString()).contains("tollgate:anthropic:" + seal);
        FIRST.reset();

        assertThat(chat(message + ",", false).status()).isEqualTo(200);

        assertThat(SECOND.received()).hasSize(2);
        assertThat(FIRST.received()).isEmpty();
    }
}
