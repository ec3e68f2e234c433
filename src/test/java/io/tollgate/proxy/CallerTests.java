package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.KeyText;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.catalog.LiveCatalog;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, with what credential, and which models a key sees. */
@GatewayTest
class CallerTests {

    private static final String BODY = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final Gateway gateway;
    private final VirtualKeys keys;
    private final LiveCatalog catalog;

    CallerTests(Gateway gateway, VirtualKeys keys, LiveCatalog catalog) {
        this.gateway = gateway;
        this.keys = keys;
        this.catalog = catalog;
    }

    private Gateway.Reply chat(String... headers) {
        HttpRequest.Builder request =
                gateway.request(CHAT).header("Content-Type", "application/json").POST(BodyPublishers.ofString(BODY));
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private Gateway.Reply as(String key, String path) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer " + key));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer %s",
        "Authorization, bearer %s",
        "Authorization, BEARER   %s",
        "Authorization, %s",
        "x-api-key, %s",
        "X-API-KEY, %s",
        "api-key, %s"
    })
    void takesTheKeyFromAnyOfItsPlaces(String header, String value) {
        Gateway.Reply reply = chat(header, value.formatted(KEY));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.record(reply).keyId())
                .isEqualTo(keys.findByLiveName("caller").orElseThrow().getId());
    }

    @Test
    void takesTheSameKeyTwice() {
        assertThat(chat("Authorization", "Bearer " + KEY, "x-api-key", KEY, "api-key", KEY)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesTwoDifferentKeys() {
        chat("Authorization", "Bearer " + KEY, "x-api-key", GatewaySettings.NARROW_KEY)
                .isError(401, "ambiguous_api_key");
        chat("x-api-key", KEY, "x-api-key", "other").isError(401, "ambiguous_api_key");
        chat("Authorization", "Bearer " + KEY, "Authorization", "Bearer x").isError(401, "ambiguous_api_key");
        assertThat(FIRST.received()).isEmpty();
    }

    @Test
    void asksForAKey() {
        chat().isError(401, "missing_api_key");
        chat("Authorization", "Bearer ").isError(401, "missing_api_key");
        chat("Cookie", "api_key=" + KEY).isError(401, "missing_api_key");
        gateway.send(gateway.request(CHAT + "?api_key=" + KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(BODY)))
                .isError(401, "missing_api_key");
        assertThat(FIRST.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GatewaySettings.EXPIRED_KEY,
                GatewaySettings.DISABLED_KEY,
                GatewaySettings.LEFT_KEY,
                GatewaySettings.UPSTREAM_KEY,
                "sk-caller-0123456789abcde",
                "sk-caller-0123456789abcdefg",
                "SK-CALLER-0123456789ABCDEF",
                "tg_",
                "tg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA00000000",
                "' or 1=1 --",
                "Basic dXNlcjpwYXNz"
            })
    void refusesEveryOtherKeyAlike(String key) {
        Gateway.Reply reply = chat("Authorization", "Bearer " + key);

        reply.isError(401, "invalid_api_key");
        assertThat(reply.text())
                .isEqualTo(chat("Authorization", "Bearer nobody").text());
    }

    @Test
    void refusesALongKey() {
        chat("Authorization", "Bearer " + "x".repeat(4000)).isError(401, "invalid_api_key");
    }

    @Test
    void refusesADamagedKeyOfItsOwn() {
        String made = KeyText.generate().reveal();
        chat("Authorization", "Bearer " + made.substring(0, made.length() - 1) + "z")
                .isError(401, "invalid_api_key");
        chat("Authorization", "Bearer " + made).isError(401, "invalid_api_key");
    }

    @Test
    void endsARevokedKeyAtOnce() {
        assertThat(chat("x-api-key", GatewaySettings.REVOCABLE_KEY).status()).isEqualTo(200);
        VirtualKey key = keys.findByLiveName("revocable").orElseThrow();
        key.revoke(Instant.EPOCH);
        keys.save(key);
        catalog.publish();

        chat("x-api-key", GatewaySettings.REVOCABLE_KEY).isError(401, "invalid_api_key");
    }

    @Test
    void showsAKeyOnlyItsModels() {
        Gateway.Reply all = as(KEY, "/v1/models");
        assertThat(all.json().path("object").asString()).isEqualTo("list");
        assertThat(all.json().path("data").findValuesAsString("id"))
                .contains("gpt", "pair", "Team A/model v1.5", "list");
        assertThat(all.json().path("data").path(0).path("object").asString()).isEqualTo("model");
        assertThat(all.json().path("data").path(0).path("created").isIntegralNumber())
                .isTrue();

        List<String> narrow = as(GatewaySettings.NARROW_KEY, "/api/v1/models")
                .json()
                .path("data")
                .findValuesAsString("id");

        assertThat(narrow).containsExactly("Team A/model v1.5", "gpt");
        as(GatewaySettings.NARROW_KEY, "/v1/models/pair").isError(404, "model_not_found");
        Gateway.Reply refused = gateway.send(gateway.request(CHAT)
                .header("x-api-key", GatewaySettings.NARROW_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BODY.replace("gpt", "pair"))));
        refused.isError(403, "model_not_allowed");
        assertThat(FIRST.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt, gpt",
        "Team%20A/model%20v1.5, Team A/model v1.5",
        "Team%20A%2Fmodel%20v1%2E5, Team A/model v1.5",
        "gpt/, gpt",
        "list, list"
    })
    void findsAModelByAnyNameItMayHave(String path, String name) {
        Gateway.Reply reply = gateway.get("/v1/models/" + path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("id").asString()).isEqualTo(name);
    }

    @Test
    void asksForAKeyOnEveryPathButHealth() {
        gateway.send(gateway.request("/v1/models")).isError(401, "missing_api_key");
        gateway.send(gateway.request("/v1/models/gpt")).isError(401, "missing_api_key");
        gateway.send(gateway.request("/metrics")).isError(401, "missing_api_key");
        assertThat(gateway.send(gateway.request("/health")).status()).isEqualTo(200);
        assertThat(gateway.send(gateway.request("/health/live")).status()).isEqualTo(200);
        assertThat(gateway.send(gateway.request("/health/ready")).status()).isEqualTo(200);
    }

    @Test
    void showsMetricsOnlyToWhoeverMaySeeThem() {
        as(KEY, "/metrics").isError(403, "metrics_not_allowed");
        assertThat(gateway.record(chat("x-api-key", KEY)).status()).isEqualTo(200);
        gateway.post(CHAT, BODY.replace("gpt", "nothing")).isError(404, "model_not_found");

        Gateway.Reply metrics = as(GatewaySettings.METRICS_KEY, "/metrics/prometheus");

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text())
                .contains("tollgate_cost_dollars_total{model=\"gpt\",outcome=\"COMPLETED\",provider=\"first\"}")
                .contains("tollgate_refusals_total{code=\"metrics_not_allowed\"}")
                .contains("tollgate_refusals_total{code=\"model_not_found\"}");
    }
}
