package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What clients and older programs are told of models and providers, and of tokens that nobody used yet. */
@GatewayTest
class ModelQuestionTests {

    private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private final Gateway gateway;

    ModelQuestionTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @CsvSource({"/v1/models, data", "/v1beta/models, models", "/api/tags, models", "/api/models, data"})
    void modelsAreListedInEveryShape(String path, String list) {
        assertThat(gateway.get(path).json().path(list)).isNotEmpty();
    }

    @Test
    void anthropicClientsListModels() {
        Gateway.Reply reply = gateway.send(gateway.authorized("/v1/models").header("anthropic-version", "2023-06-01"));

        assertThat(reply.json().path("data").path(0).path("type").asString()).isEqualTo("model");
        assertThat(reply.json().path("has_more").isBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/chat/completions", "/api/v1/chat/completions", "/openai/v1/chat/completions", "/v1/messages"
            })
    void aPreferredProviderComesFirstAtEveryPath(String path) {
        SECOND.then(FakeProvider.Reply.status(500, "application/json", "{}"));
        String body = "{\"model\":\"either\",\"max_tokens\":9," + CHAT + "}";

        assertThat(gateway.post(path + "?provider=SECOND", body).status()).isEqualTo(200);
        assertThat(SECOND.received()).hasSize(1);
        assertThat(FIRST.received()).hasSize(1); // when it fails, others are asked
        gateway.post(path + "?provider=", body);
        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void aPreferredProviderComesFirst() {
        gateway.post("/api/chat/completions?provider=second", "{\"model\":\"either\"," + CHAT + "}");
        gateway.post("/api/proxy/second/chat/completions", "{\"model\":\"either\"," + CHAT + "}");
        gateway.post("/api/proxy/claude/chat/completions", "{\"model\":\"either\"," + CHAT + "}")
                .isError(400, "no_matching_provider");

        assertThat(SECOND.received()).hasSize(2);
        assertThat(FIRST.received()).isEmpty();
    }

    @Test
    void olderProgramsSeeProvidersAndModels() {
        assertThat(gateway.get("/api/providers/capabilities")
                        .json()
                        .path("data")
                        .path(0)
                        .path("models"))
                .isNotEmpty();
        assertThat(gateway.get("/v1/models/detailed?provider=claude")
                        .json()
                        .path("data")
                        .size())
                .isEqualTo(3);
        assertThat(gateway.get("/api/providers").text()).doesNotContain("127.0.0.1", GatewaySettings.UPSTREAM_KEY);
    }

    private Gateway.Reply count(String model) {
        return gateway.send(gateway.authorized("/v1/messages/count_tokens")
                .header("anthropic-version", "2023-06-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"system\":\"Be brief\"," + CHAT + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "llama", "nova", "responses", "talk", "demo"})
    void estimatesTokensWhereNobodyCounts(String model) {
        Gateway.Reply reply = count(model);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("input_tokens").asInt()).isEqualTo(3);
        assertThat(reply.header("x-tollgate-estimated")).isEqualTo("true");
        assertThat(FIRST.received()).isEmpty();
        UsageRecord row = gateway.record(reply);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.costNano()).isZero();
    }

    @Test
    void estimatesTokensForGeminiClients() {
        Gateway.Reply reply = gateway.post(
                "/v1beta/models/gpt:countTokens", "{\"contents\":[{\"parts\":[{\"text\":\"Be brief, Hi\"}]}]}");

        assertThat(reply.json().path("totalTokens").asInt()).as(reply.text()).isEqualTo(4);
        assertThat(reply.header("x-tollgate-estimated")).isEqualTo("true");
    }

    @Test
    void asksWhoCountsTokensBeforeItEstimates() {
        SECOND.then(Reply.json("{\"totalTokens\":41}"));

        Gateway.Reply reply = count("gpt-then-gemini");

        assertThat(reply.json().path("input_tokens").asInt()).as(reply.text()).isEqualTo(41);
        assertThat(reply.header("x-tollgate-estimated")).isNull();
        assertThat(FIRST.received()).isEmpty();
        assertThat(gateway.record(reply).usage().source()).isEqualTo(Usage.Source.NONE);
    }

    @Test
    void estimatesTokensWhenWhoCountsThemFails() {
        SECOND.then(Reply.status(500, "application/json", "{}"));

        Gateway.Reply reply = count("gpt-then-gemini");

        assertThat(reply.json().path("input_tokens").asInt()).as(reply.text()).isEqualTo(3);
        assertThat(reply.header("x-tollgate-estimated")).isEqualTo("true");
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
    }

    @Test
    void aProviderThatThePathNamesListsItsOwnModels() {
        String models = gateway.get("/api/proxy/amazon/v1/models").text();

        assertThat(models).contains("\"nova\"").doesNotContain("\"claude\"");
        assertThat(gateway.get("/api/proxy/amazon/models").text()).isEqualTo(models);
        assertThat(gateway.get("/api/proxy/amazon/models/nova")
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo("nova");
        gateway.get("/api/proxy/amazon/models/claude").isError(404, "model_not_found");
        gateway.get("/api/proxy/amazon/files").isError(404, "unknown_path");
        assertThat(gateway.get("/api/proxy/nobody/models").json().path("data")).isEmpty();
    }

    @Test
    void olderProgramsSeeWhatAModelCanDo() {
        JsonNode model = gateway.get("/v1/models/detailed?provider=amazon")
                .json()
                .path("data")
                .path(0);

        assertThat(model.path("openai_id").asString()).isEqualTo("nova");
        assertThat(model.path("display_name").asString()).isEqualTo("Amazon Nova Lite");
        assertThat(model.path("capabilities").toString())
                .isEqualTo("{\"supports_chat\":true,\"supports_completion\":true,\"supports_embedding\":false,"
                        + "\"supports_function_calling\":true,\"supports_streaming\":true,\"max_tokens\":null,"
                        + "\"context_window\":300000,\"chat\":true,\"tools\":true,\"vision\":true,"
                        + "\"streaming\":true,\"files\":true}");
        JsonNode amazon = provider("/api/providers/capabilities", "amazon");
        assertThat(amazon.path("icon").asString()).isEqualTo("bedrock");
        assertThat(amazon.path("supported_features").path("embeddings").asBoolean(true))
                .isFalse();
        assertThat(provider("/api/provider-configs", "amazon")
                        .path("models")
                        .path(0)
                        .path("display_name")
                        .asString())
                .isEqualTo("Amazon Nova Lite");
    }

    @Test
    void olderProgramsSeeWhatIsUsualOfAModelThatNobodyDescribes() {
        JsonNode abilities = gateway.get("/v1/models/detailed?provider=claude")
                .json()
                .path("data")
                .path(0)
                .path("capabilities");

        assertThat(abilities.path("supports_function_calling").asBoolean()).isTrue();
        assertThat(abilities.path("context_window").isNull()).isTrue();
    }

    @Test
    void olderProgramsSeeTheContextWindowThatAModelSays() {
        JsonNode model = gateway.get("/v1/models/detailed?provider=gemini")
                .json()
                .path("data")
                .path(0);

        assertThat(model.path("openai_id").asString()).isEqualTo("gemini");
        assertThat(model.path("capabilities").path("context_window").asInt()).isEqualTo(64_000);
    }

    private JsonNode provider(String path, String name) {
        for (JsonNode provider : gateway.get(path).json().path("data")) {
            if (provider.path("name").asString().equals(name)) {
                return provider;
            }
        }
        throw new AssertionError(name);
    }
}
