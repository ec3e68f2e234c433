package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.WatchedGateway.CANARY;
import static io.tollgate.proxy.WatchedGateway.CHECKED;
import static io.tollgate.proxy.WatchedGateway.KEY;
import static io.tollgate.proxy.WatchedGateway.KNOCKED;
import static io.tollgate.proxy.WatchedGateway.MAIN;
import static io.tollgate.proxy.WatchedGateway.METRICS_KEY;
import static io.tollgate.proxy.WatchedGateway.NARROW_KEY;
import static io.tollgate.proxy.WatchedGateway.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.routing.HealthBook;
import io.tollgate.storage.DataDirectory;
import io.tollgate.usage.Ledger;
import io.tollgate.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** What load balancers, monitors and programs learn of how the gateway is. */
@WatchedGateway.Test
class GatewayStatusTests {

    private static final String BODY = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Gateway gateway;
    private final HealthBook health;
    private final LiveCatalog catalog;
    private final Vault vault;
    private final LiveExchanges live;
    private final Ledger ledger;

    GatewayStatusTests(
            Gateway gateway, HealthBook health, LiveCatalog catalog, Vault vault, LiveExchanges live, Ledger ledger) {
        this.gateway = gateway;
        this.health = health;
        this.catalog = catalog;
        this.vault = vault;
        this.live = live;
        this.ledger = ledger;
    }

    @Test
    void isNotReadyWithoutItsDirectory(@TempDir Path folder) throws IOException {
        DataDirectory directory = DataDirectory.open(folder.resolve("data"));
        Readiness readiness = new Readiness(catalog, vault, directory, live, ledger);
        assertThat(readiness.state()).isEqualTo(Readiness.State.READY);

        FileSystemUtils.deleteRecursively(directory.path());

        assertThat(readiness.state()).isEqualTo(Readiness.State.STORAGE_GONE);
    }

    private Gateway.Reply anonymous(String path) {
        return gateway.send(gateway.request(path));
    }

    private Gateway.Reply as(String key, String path, String... headers) {
        var request = gateway.request(path).header("Authorization", "Bearer " + key);
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private Gateway.Reply chat(String model) {
        return gateway.post(CHAT, BODY.formatted(model));
    }

    private Gateway.Reply awaitState(String state) {
        return await().atMost(SOON)
                .until(
                        () -> anonymous("/health"),
                        reply -> reply.json().path("state").asString().equals(state)
                                && !reply.json().path("status").asString().equals("degraded"));
    }

    @Test
    void isUpForEarlierProxiesClients() {
        chat("gpt");
        Gateway.Reply reply = awaitState("ready");

        JsonNode body = reply.json();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(body.path("status").asString()).isEqualTo("ok");
        assertThat(body.path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(body.path("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(body.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(body.path("uptime_seconds").isIntegralNumber()).isTrue();
        assertThat(body.path("api_key_validation").asString()).isEqualTo("enabled");
        assertThat(body.path("api_connectivity").asString()).isEqualTo("healthy");
        assertThat(body.path("statistics").path("total_requests").asLong()).isPositive();
        assertThat(body.path("statistics").path("success_rate").asString()).matches("\\d+\\.\\d\\d%");
        assertThat(body.path("token_pool").path("total_tokens").asInt()).isEqualTo(5);
        assertThat(body.path("token_pool").path("available_tokens").asInt()).isEqualTo(5);
        assertThat(anonymous("/health?style=healthy").json().path("status").asString())
                .isEqualTo("healthy");
        assertThat(anonymous("/api/health").json().path("success").asBoolean()).isTrue();
    }

    @Test
    void tellsNamesOnlyToThoseWhoHaveAKey() {
        String anonymous = anonymous("/health").text();
        JsonNode narrow = as(NARROW_KEY, "/health").json();
        Gateway.Reply reader = as(METRICS_KEY, "/health");

        assertThat(anonymous)
                .doesNotContain(
                        "gpt", "mainstay", "one", CANARY.substring(CANARY.length() - 4), "127.0.0.1", "models\"");
        assertThat(as("sk-nobody-at-all-0123", "/health").json().has("models")).isFalse();
        assertThat(narrow.path("models").valueStream().map(JsonNode::asString)).containsExactly("gpt");
        assertThat(narrow.path("token_pool").has("token_details")).isFalse();
        assertThat(reader.json().path("models").valueStream().map(JsonNode::asString))
                .contains("gpt", "claude", "alias");
        JsonNode details = reader.json().path("token_pool").path("token_details");
        assertThat(details.findValuesAsString("provider")).contains("mainstay", "otherwise");
        assertThat(details.findValuesAsString("token_suffix")).containsOnly(CANARY.substring(CANARY.length() - 4));
        assertThat(reader.text()).doesNotContain(CANARY, "127.0.0.1");
    }

    @Test
    void isDownWhenNobodyCouldAnswerAnything() {
        List.of(MAIN, OTHER, CHECKED, KNOCKED).forEach(fake -> {
            for (int i = 0; i < 30; i++) {
                fake.then(FakeProvider.Reply.status(401, null, ""));
            }
        });
        chat("gpt");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                anonymous("/health").json().path("status").asString())
                        .isEqualTo("degraded"));
        assertThat(anonymous("/health").status()).isEqualTo(200);
        chat("claude");
        chat("talk");
        chat("checked");
        chat("knocked");

        Gateway.Reply down = awaitState("no_provider");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.json().path("status").asString()).isEqualTo("unavailable");
        assertThat(down.json().path("api_connectivity").asString()).isEqualTo("down");
        assertThat(anonymous("/health?style=healthy").json().path("status").asString())
                .isEqualTo("unhealthy");
        assertThat(anonymous("/api/health").status()).isEqualTo(503);
        assertThat(anonymous("/api/health").json().path("success").asBoolean(true))
                .isFalse();
        assertThat(anonymous("/health/ready").status())
                .as("failover is for that")
                .isEqualTo(200);
        assertThat(as(KEY, "/v1/status").json().path("apis").findValuesAsString("available"))
                .containsOnly("false");
        WatchedGateway.mend(health);
        assertThat(awaitState("ready").status()).isEqualTo(200);
    }

    @Test
    void listsProvidersAndWhatIsUsedOfTheirLimits() {
        chat("gpt");
        JsonNode status = as(NARROW_KEY, "/v1/status").json();

        assertThat(status.path("service").asString()).isNotBlank();
        assertThat(Instant.parse(status.path("timestamp").asString())).isAfter(Instant.EPOCH);
        assertThat(status.path("apis").size()).isEqualTo(1);
        JsonNode api = status.path("apis").path(0);
        assertThat(api.path("id").asString()).isEqualTo("mainstay");
        assertThat(api.path("enabled").asBoolean()).isTrue();
        assertThat(api.path("available").asBoolean()).isTrue();
        assertThat(api.path("limits").path("rpm").asLong()).isEqualTo(100);
        assertThat(api.path("limits").path("rpd").asLong()).isEqualTo(-1);
        assertThat(api.path("limits_text").path("rpd").asString()).isEqualTo("无限制");
        assertThat(api.path("usage").path("rpm").asLong()).isPositive();
        assertThat(api.path("temporarilyDisabled").asBoolean(true)).isFalse();
        assertThat(api.path("errorCount").asInt(-1)).isZero();
        assertThat(as(KEY, "/v1/status").json().path("apis").findValuesAsString("id"))
                .containsExactly("knocked-at", "looked-after", "mainstay", "otherwise", "talks");
        anonymous("/v1/status").isError(401, "missing_api_key");
    }

    @Test
    void hasTheMetricsOfAnEarlierProxyInJson() {
        JsonNode before = as(METRICS_KEY, "/metrics").json();
        chat("gpt");
        chat("nothing");
        JsonNode after = as(METRICS_KEY, "/metrics").json();

        assertThat(before.propertyNames())
                .startsWith(
                        "active_requests",
                        "total_requests",
                        "error_count",
                        "uptime_seconds",
                        "goroutines",
                        "cpu_cores",
                        "model_redirects");
        assertThat(after.path("total_requests").asLong())
                .isGreaterThanOrEqualTo(before.path("total_requests").asLong() + 2);
        assertThat(after.path("error_count").asLong())
                .isGreaterThan(before.path("error_count").asLong());
        assertThat(after.path("uptime_seconds").isFloatingPointNumber()).isTrue();
        assertThat(after.path("goroutines").asInt()).isPositive();
        assertThat(after.path("cpu_cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(after.path("model_redirects").path("alias").asString()).isEqualTo("gpt");
        anonymous("/metrics/prometheus").isError(401, "missing_api_key");
        as(KEY, "/metrics/prometheus").isError(403, "metrics_not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/metrics | */* | application/json",
                "/metrics | application/json, text/plain, */* | application/json",
                "/metrics | text/html,application/xhtml+xml,*/*;q=0.8 | application/json",
                "/metrics | text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | text/plain",
                "/metrics | application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1 | application/openmetrics-text",
                "/metrics?format=prometheus | application/json | text/plain",
                "/metrics?format=json | text/plain | application/json",
                "/metrics/prometheus | */* | text/plain",
                "/metrics/prometheus | application/openmetrics-text | application/openmetrics-text"
            })
    void writesMetricsAsTheyAreWanted(String path, String accept, String type) {
        Gateway.Reply reply = as(METRICS_KEY, path, "Accept", accept);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith(type);
        assertThat(reply.text().contains("# TYPE")).isEqualTo(!type.endsWith("json"));
    }

    @Test
    void measuresUnderNamesThatAllToolsKnow() {
        MAIN.then(FakeProvider.Reply.status(500, "application/json", "{}"));
        gateway.record(chat("gpt"));

        String text = await().atMost(SOON)
                .until(
                        () -> as(METRICS_KEY, "/metrics/prometheus").text(),
                        all -> all.contains("tollgate_checks_total{"));

        String common = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt\"";
        assertThat(text)
                .contains("gen_ai_client_token_usage_sum{" + common
                        + ",gen_ai_token_type=\"input\",provider=\"mainstay\"}")
                .contains("gen_ai_client_token_usage_bucket{" + common
                        + ",gen_ai_token_type=\"output\",provider=\"mainstay\",le=\"4.0\"}")
                .contains("gen_ai_client_operation_duration_seconds_count{error_type=\"upstream_error\"," + common)
                .contains("gen_ai_client_operation_duration_seconds_bucket{error_type=\"\"," + common
                        + ",provider=\"mainstay\",le=\"0.01\"}")
                .contains("gen_ai_server_request_duration_seconds_count{error_type=\"\"," + common)
                .contains("gen_ai_server_time_to_first_token_seconds_sum{" + common)
                .contains("tollgate_overhead_seconds_bucket{le=\"1.0E-4\"}")
                .contains("tollgate_attempts_total{why=\"again\"}")
                .contains("tollgate_candidates{provider=\"mainstay\",state=\"healthy\"} 2.0")
                .contains("tollgate_candidates{provider=\"mainstay\",state=\"quarantined\"} 0.0")
                .contains("tollgate_exchanges_active ", "tollgate_ledger_waiting ", "tollgate_checks_total{")
                .contains("tollgate_cost_dollars_total{model=\"gpt\",outcome=\"COMPLETED\",provider=\"mainstay\"}")
                .doesNotContain(CANARY);
    }

    @Test
    void countsNamesThatClientsMakeUpUnderTheModelsName() {
        for (int i = 0; i < 5; i++) {
            assertThat(chat("wild-name" + i).status()).isEqualTo(200);
        }

        assertThat(as(METRICS_KEY, "/metrics/prometheus").text())
                .contains("gen_ai_request_model=\"wild-*\"")
                .doesNotContain("wild-name", "up-name");
    }
}
