package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.BOUND_KEY;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.NARROW_KEY;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.UsageRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers a request: by the model's settings, by its name, and by what the request asks for. */
@GatewayTest
class ChoosingTests {

    private static final String LONG = "You know everything about turnpikes. ".repeat(150);

    private final Gateway gateway;

    ChoosingTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static String body(String model, String rest) {
        return "{\"model\":\"" + model + "\"" + rest + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private Gateway.Reply chat(String model) {
        return gateway.post(CHAT, body(model, ""));
    }

    private Gateway.Reply chat(String key, String model, String... headers) {
        var request = gateway.request(CHAT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(model, "")));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static List<String> keysOf(FakeProvider provider) {
        return provider.received().stream()
                .map(request -> request.headers("Authorization").getFirst())
                .toList();
    }

    @Test
    void takesCredentialsInTurn() {
        IntStream.range(0, 6).forEach(i -> chat("turn"));

        assertThat(keysOf(FIRST)).hasSize(6);
        assertThat(keysOf(FIRST).subList(0, 3)).doesNotHaveDuplicates();
        assertThat(keysOf(FIRST).subList(3, 6))
                .containsExactlyElementsOf(keysOf(FIRST).subList(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt_cache_key", "session_id", "user"})
    void aNamedConversationStaysWithACredential(String member) {
        for (String name : List.of("one", "two", "three")) {
            for (int i = 0; i < 4; i++) {
                gateway.post(CHAT, body("turn", ",\"" + member + "\":\"" + name + "\""));
            }
            assertThat(keysOf(FIRST)).hasSize(4).containsOnly(keysOf(FIRST).getFirst());
            FIRST.reset();
        }
    }

    @Test
    void aLongConversationStaysWithACredential() {
        List<String> turns = new ArrayList<>(List.of(
                "{\"role\":\"system\",\"content\":\"" + LONG + "\"}",
                "{\"role\":\"user\",\"content\":\"What is a tollgate?\"}"));
        for (int i = 0; i < 5; i++) {
            gateway.post(CHAT, "{\"model\":\"turn\",\"messages\":[" + String.join(",", turns) + "]}");
            turns.add("{\"role\":\"assistant\",\"content\":\"One.\"}");
            turns.add("{\"role\":\"user\",\"content\":\"And " + i + "?\"}");
        }

        assertThat(keysOf(FIRST)).hasSize(5).containsOnly(keysOf(FIRST).getFirst());
    }

    @Test
    void aLongConversationOfAnotherDialectStaysToo() {
        for (int i = 0; i < 4; i++) {
            gateway.send(gateway.authorized("/v1/messages")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"model\":\"turn\",\"max_tokens\":5,\"system\":\"" + LONG
                            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                            + "{\"role\":\"assistant\",\"content\":\"Hello\"},"
                            + "{\"role\":\"user\",\"content\":\"" + i + "\"}]}")));
        }

        assertThat(keysOf(FIRST)).hasSize(4).containsOnly(keysOf(FIRST).getFirst());
    }

    @Test
    void aModelMayNotCareForConversations() {
        for (int i = 0; i < 3; i++) {
            gateway.post(CHAT, body("loose", ",\"user\":\"one\""));
        }

        assertThat(keysOf(FIRST)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void theMostThatIsLeftComesFirst() {
        IntStream.range(0, 6).forEach(i -> chat("quotas"));

        assertThat(keysOf(FIRST)).hasSize(6).containsOnly("Bearer planted-large-quota");
    }

    @Test
    void aStarPassesTheNameOn() {
        Gateway.Reply reply = chat("wild-large");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(json(FIRST.only().text()).path("model").asString()).isEqualTo("up-large");
        assertThat(reply.json().path("model").asString()).isEqualTo("wild-large");
        assertThat(gateway.record(reply))
                .returns("wild-large", UsageRecord::modelAsked)
                .returns("up-large", UsageRecord::modelServed)
                .satisfies(row -> assertThat(row.costNano()).isPositive());
        assertThat(gateway.get("/v1/models").text()).doesNotContain("wild-");
        assertThat(gateway.get("/v1/models/wild-large").json().path("id").asString())
                .isEqualTo("wild-large");
    }

    @Test
    void aRedirectLeadsToAModel() {
        Gateway.Reply reply = chat("alias");

        assertThat(reply.json().path("model").asString()).isEqualTo("alias");
        assertThat(gateway.record(reply))
                .returns("alias", UsageRecord::modelAsked)
                .returns("upstream-gpt", UsageRecord::modelServed);
        assertThat(gateway.get("/v1/models").text()).contains("\"alias\"");
        assertThat(gateway.get("/v1/models/alias").json().path("id").asString()).isEqualTo("alias");
    }

    @Test
    void aKeyNeedsTheNameThatIsAskedFor() {
        chat(NARROW_KEY, "alias").isError(403, "model_not_allowed");
        chat(BOUND_KEY, "wild-b").isError(403, "model_not_allowed");
        assertThat(chat(BOUND_KEY, "wild-a1").status()).isEqualTo(200);
        chat(NARROW_KEY, "no-such").isError(404, "model_not_found");
    }

    @Test
    void anotherModelStandsIn() {
        Gateway.Reply reply = chat("falls");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(json(SECOND.only().text()).path("model").asString()).isEqualTo("back");
        assertThat(gateway.record(reply))
                .returns("falls", UsageRecord::modelAsked)
                .returns("back", UsageRecord::modelServed);
    }

    @Test
    void aModelThatTheKeyMayNotUseDoesNotStandIn() {
        assertThat(chat(BOUND_KEY, "falls").status()).isEqualTo(200);

        assertThat(SECOND.received()).isEmpty();
        assertThat(json(FIRST.only().text()).path("model").asString()).isEqualTo("ta");
    }

    @ParameterizedTest
    @CsvSource({
        "x-tollgate-provider, pool, ta",
        "x-tollgate-provider, POOL-elsewhere, tb",
        "x-tollgate-provider, openai, ta",
        "x-tollgate-tags, fast, ta",
        "x-tollgate-tags, us, tb",
        "x-tollgate-tags, 'large, US', tb",
    })
    void aHeaderNarrows(String header, String value, String served) {
        Gateway.Reply reply = chat(GatewaySettings.KEY, "tagged", header, value);

        assertThat(gateway.record(reply).modelServed()).isEqualTo(served);
    }

    @Test
    void pathAndHeadersNarrowTogether() {
        Gateway.Reply reply = gateway.send(gateway.authorized("/api/proxy/pool-elsewhere/chat/completions")
                .header("x-tollgate-tags", "eu")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body("tagged", ""))));

        reply.isError(400, "no_matching_provider");
        assertThat(FIRST.received()).isEmpty();
        assertThat(SECOND.received()).isEmpty();
    }

    @Test
    void whatCannotBeNarrowedSoIsTold() {
        Gateway.Reply reply =
                chat(GatewaySettings.KEY, "tagged", "x-tollgate-provider", "claude", "x-tollgate-tags", "eu");

        reply.isError(400, "no_matching_provider");
        assertThat(reply.json().path("error").path("message").asString())
                .isEqualTo(
                        "No provider of the model 'tagged' has the name or kind 'claude' and the tags 'eu'. It is served"
                                + " by: 'pool' of the kind 'openai' with the tags 'eu', 'fast'; 'pool-elsewhere' of the kind"
                                + " 'openai' with the tags 'fast', 'large', 'us'.");
        chat(GatewaySettings.KEY, "tagged", "x-tollgate-tags", "x".repeat(201)).isError(400, "invalid_header");
    }

    @Test
    void aKeyMayBeForbiddenToChoose() {
        chat(BOUND_KEY, "tagged", "x-tollgate-provider", "pool").isError(403, "choice_not_allowed");
        chat(BOUND_KEY, "tagged", "x-tollgate-tags", "eu").isError(403, "choice_not_allowed");
        for (String path : List.of(
                "/api/proxy/pool/chat/completions",
                "/api/chat/completions?provider=pool",
                "/v1/chat/completions?provider=pool",
                "/api/v1/chat/completions?provider=nobody")) {
            gateway.send(gateway.request(path)
                            .header("Authorization", "Bearer " + BOUND_KEY)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body("tagged", ""))))
                    .isError(403, "choice_not_allowed");
        }
        assertThat(chat(BOUND_KEY, "tagged").status()).isEqualTo(200);
    }

    @Test
    void namesOfProvidersAreNoSecretOfOthers() {
        Gateway.Reply reply = chat(NARROW_KEY, "tagged", "x-tollgate-provider", "nobody");

        reply.isError(403, "model_not_allowed");
        assertThat(reply.text()).doesNotContain("pool");
    }
}
