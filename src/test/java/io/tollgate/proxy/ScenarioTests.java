package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.error;
import static io.tollgate.proxy.Faults.times;
import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What outsiders try on a gateway: a model with one faulty deployment, and another model to fall back on, served by a
 * good provider.
 */
@RetryingGateway.Test
class ScenarioTests {

    private static final Reply TOO_LONG = error(400, """
            {"error":{"message":"This model's maximum context length is 8192 tokens.",\
            "type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""");

    private final Gateway gateway;

    ScenarioTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}");
    }

    private Gateway.Reply whole(String model) {
        return chat(model, false);
    }

    private void isAnswered(Gateway.Reply reply, int byPrimary, int byBackup) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(PRIMARY.received()).hasSize(byPrimary);
        assertThat(BACKUP.received()).hasSize(byBackup);
        UsageRecord row = gateway.record(reply);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.attempts()).isEqualTo(byPrimary + byBackup);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry-after-ms: 300", "Retry-After: 1"})
    void limitedOnceIsAskedAgainWhenItSaid(String header) {
        PRIMARY.then(error(429, "{}", header));

        isAnswered(whole("main"), 2, 0);
    }

    @Test
    void limitedForEverIsLeftForTheFallback() {
        PRIMARY.then(times(50, error(429, "{}")));

        Gateway.Reply reply = whole("main");

        assertThat(PRIMARY.received()).hasSizeLessThanOrEqualTo(4);
        isAnswered(reply, PRIMARY.received().size(), 1);
    }

    @Test
    void limitedForEverWithATimeIsLeftForTheFallback() {
        PRIMARY.then(times(50, error(429, "{}", "retry-after-ms: 50")));

        isAnswered(whole("main"), 4, 1);
    }

    @Test
    void failingOnceIsAskedAgain() {
        PRIMARY.then(error(500, "{}"));

        isAnswered(whole("main"), 2, 0);
    }

    @Test
    void failingForEverIsLeftForTheFallback() {
        PRIMARY.then(times(50, error(503, "{}")));

        isAnswered(whole("main"), 3, 1);
    }

    @Test
    void resetOnceIsAskedAgain() {
        PRIMARY.then(Reply.reset());

        isAnswered(whole("main"), 2, 0);
    }

    @Test
    void silenceIsAskedOnce() throws InterruptedException {
        PRIMARY.then(times(50, Reply.silence()));

        isAnswered(whole("hasty-main"), 1, 1);
        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
    }

    @Test
    void slowFirstTokenIsLeftForTheFallback() throws InterruptedException {
        PRIMARY.then(Faults.slowToBegin());
        BACKUP.then(Faults.stream(5));

        Gateway.Reply reply = chat("main", true);

        isAnswered(reply, 1, 1);
        assertThat(reply.events()).endsWith(Faults.DONE);
        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
    }

    @Test
    void slowFirstTokenOfOtherFramingsIsLeftForTheFallback() throws InterruptedException {
        Map<String, Reply> slow = Map.of(
                "lines",
                wire -> {
                    wire.begin("application/x-ndjson");
                    wire.chunk("\n");
                    wire.awaitClose();
                },
                "amazon",
                wire -> {
                    wire.begin("application/vnd.amazon.eventstream");
                    wire.chunk(BedrockTests.event("messageStart", "{\"role\":\"assistant\"}"));
                    wire.awaitClose();
                });
        for (Map.Entry<String, Reply> one : slow.entrySet()) {
            PRIMARY.reset();
            PRIMARY.then(one.getValue());
            BACKUP.reset();
            BACKUP.then(Faults.stream(5));

            Gateway.Reply reply = chat(one.getKey(), true);

            isAnswered(reply, 1, 1);
            assertThat(reply.events()).endsWith(Faults.DONE);
            assertThat(PRIMARY.only().isClosedSoon()).isTrue();
        }
    }

    @Test
    void cutStreamIsNotPresentedAsSuccess() {
        PRIMARY.then(Faults.resetAfter(40));
        breaksOff("main");
        assertThat(BACKUP.received()).isEmpty(); // and never goes on with what was said so far
    }

    @Test
    void stalledStreamIsNotPresentedAsSuccess() {
        PRIMARY.then(Faults.stallAfter(20));
        breaksOff("hasty-main");
    }

    @Test
    void malformedEventEndsTheStreamAndNothingElse() {
        PRIMARY.then(Faults.malformedAfter(9));
        breaksOff("main");
        isAnsweredBy("main", PRIMARY);
    }

    private void isAnsweredBy(String model, FakeProvider provider) {
        int before = provider.received().size();
        assertThat(whole(model).status()).isEqualTo(200);
        assertThat(provider.received()).hasSize(before + 1);
    }

    private void breaksOff(String model) {
        Gateway.Reply reply = chat(model, true);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.events()).doesNotContain(Faults.DONE);
        assertThat(json(reply.events().getLast()).path("error").path("code").asString())
                .startsWith("upstream_");
        assertThat(gateway.record(reply).outcome()).isIn(Outcome.TRUNCATED, Outcome.UPSTREAM_TIMEOUT);
    }

    private Gateway.Reply safe(String model) {
        return gateway.send(gateway.authorized(CHAT)
                .header("Content-Type", "application/json")
                .header("x-tollgate-stream-mode", "safe")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}")));
    }

    /** All of it, from one provider, and what the broken calls may cost besides. */
    private void isWhole(Gateway.Reply reply, int words, int byPrimary, int byBackup) {
        isAnswered(reply, byPrimary, byBackup);
        assertThat(reply.events()).hasSize(words + 2).endsWith(Faults.DONE);
        assertThat(reply.text()).doesNotContain("\"error\"");
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage().inputTokens()).isEqualTo(10);
        assertThat(row.usage().outputTokens()).isEqualTo(words);
        long own = byBackup == 0 ? 10 * 1_000 + words * 2_000L : 10 * 10_000 + words * 20_000L;
        assertThat(row.costNano()).isGreaterThan(own + 20 * 2_000L);
    }

    @Test
    void cutStreamIsWholeInSafeMode() {
        PRIMARY.then(Faults.resetAfter(40), Faults.stream(60));
        isWhole(safe("main"), 60, 2, 0);
    }

    @Test
    void streamThatIsCutForEverIsWholeFromTheFallback() {
        PRIMARY.then(times(50, Faults.resetAfter(40)));
        BACKUP.then(Faults.stream(60));

        Gateway.Reply reply = safe("main");

        assertThat(PRIMARY.received()).hasSizeLessThanOrEqualTo(4);
        isWhole(reply, 60, PRIMARY.received().size(), 1);
        assertThat(reply.text()).doesNotContain("\"model\":\"served\"");
    }

    @Test
    void stalledStreamIsWholeInSafeMode() throws InterruptedException {
        PRIMARY.then(Faults.stallAfter(20));
        BACKUP.then(Faults.stream(60));

        isWhole(safe("hasty-main"), 60, 1, 1);
        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
    }

    @Test
    void malformedEventIsWholeInSafeMode() {
        PRIMARY.then(times(50, Faults.malformedAfter(9)));
        BACKUP.then(Faults.stream(60));

        Gateway.Reply reply = safe("main");

        assertThat(reply.events()).hasSize(62).endsWith(Faults.DONE);
        isAnswered(reply, PRIMARY.received().size(), 1);
    }

    /** A good stream, unless the conversation ends with words of the assistant. */
    private static Reply withoutPrefill(int words) {
        return wire -> {
            JsonNode messages = json(wire.request().text()).path("messages");
            boolean prefilled =
                    messages.path(messages.size() - 1).path("role").asString().equals("assistant");
            (prefilled ? error(400, "{\"error\":{\"message\":\"No prefill\"}}") : Faults.stream(words)).to(wire);
        };
    }

    @Test
    void cutStreamIsBegunAgainAndNeverContinuedByPrefill() {
        PRIMARY.then(times(50, Faults.resetAfter(40)));
        BACKUP.then(withoutPrefill(60));

        Gateway.Reply reply = safe("main");

        isWhole(reply, 60, PRIMARY.received().size(), 1);
        assertThat(json(BACKUP.only().text()).path("messages"))
                .isEqualTo(json(PRIMARY.received().getFirst().text()).path("messages"));
        assertThat(reply.events().getFirst()).contains("\"w0 \"");
    }

    @Test
    void streamThatIsCutEverywhereIsACleanErrorInSafeMode() {
        PRIMARY.then(times(50, Faults.endAfter(40)));

        Gateway.Reply reply = safe("alone");

        reply.isError(502, "upstream_truncated");
        UsageRecord row = gateway.record(reply);
        assertThat(row.status()).isEqualTo(502);
        assertThat(row.attempts()).isEqualTo(PRIMARY.received().size());
        assertThat(row.usage().outputTokens()).isGreaterThan(40L * row.attempts());
        assertThat(row.costNano())
                .isEqualTo(row.usage().inputTokens() * 1_000 + row.usage().outputTokens() * 2_000);
    }

    @Test
    void streamWithoutItsLastWordIsComplete() {
        PRIMARY.then(Faults.streamWithoutDone(60));

        Gateway.Reply reply = chat("main", true);

        isAnswered(reply, 1, 0);
        assertThat(reply.events()).endsWith(Faults.DONE);
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(60);
    }

    @Test
    void tooLongRequestIsAskedOnceAndAnsweredByTheFallback() {
        PRIMARY.then(times(2, TOO_LONG));

        isAnswered(whole("main"), 1, 1);
        Gateway.Reply alone = whole("alone");
        alone.isError(400, "context_length_exceeded");
        assertThat(PRIMARY.received()).hasSize(2);
    }

    @Test
    void tooLongRequestIsLeftForALargerContextWindow() {
        PRIMARY.then(times(2, TOO_LONG));

        isAnswered(whole("short"), 1, 1);
        assertThat(BACKUP.only().text()).contains("upstream-good");
        Gateway.Reply alone = whole("short-alone");
        alone.isError(400, "context_length_exceeded");
        assertThat(alone.json().path("error").path("message").asString()).contains("8192 tokens");
        assertThat(BACKUP.received()).hasSize(1);
    }

    @Test
    void otherFailuresAreLeftForAnyContextWindow() {
        PRIMARY.then(times(50, error(503, "{}")));

        isAnswered(whole("short"), 3, 1);
        assertThat(BACKUP.only().text()).contains("upstream-shorter");
    }

    @Test
    void filteredRequestIsAskedOnceAndToldSo() {
        PRIMARY.then(error(400, """
                {"error":{"message":"The response was filtered.","type":"invalid_request_error",\
                "param":"prompt","code":"content_filter"}}"""));

        Gateway.Reply reply = whole("main");

        reply.isError(400, "content_filter");
        assertThat(reply.json().path("error").path("message").asString()).isEqualTo("The response was filtered.");
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(BACKUP.received()).isEmpty();
        isAnsweredBy("main", PRIMARY);
    }

    @Test
    void flappingProviderIsServedThroughoutAndComesBack() {
        PRIMARY.then(times(50, error(503, "{}")));

        long began = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(whole("main").status()).isEqualTo(200);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertThat(PRIMARY.received())
                .as("three failures, and a probe after one, three and seven seconds")
                .hasSizeLessThanOrEqualTo(seconds < 3 ? 4 : seconds < 7 ? 5 : 6);
        PRIMARY.forget();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            int before = BACKUP.received().size();
            assertThat(whole("main").status()).isEqualTo(200);
            return BACKUP.received().size() == before;
        });
        BACKUP.reset();
        isAnsweredBy("main", PRIMARY);
        assertThat(BACKUP.received()).isEmpty();
    }

    @Test
    void whoServedIsReported() {
        PRIMARY.then(Reply.silence());

        Gateway.Reply reply = whole("hasty-main");

        JsonNode answer = reply.json();
        assertThat(answer.path("model").asString()).isEqualTo("good");
        assertThat(answer.path("usage").path("total_tokens").asInt()).isEqualTo(12);
        assertThat(json(BACKUP.received().getFirst().text()).path("model").asString())
                .isEqualTo("upstream-good");
        UsageRecord row = gateway.record(reply);
        assertThat(row.modelAsked()).isEqualTo("hasty-main");
        assertThat(row.modelServed()).isEqualTo("upstream-good");
        assertThat(row.usage().inputTokens()).isEqualTo(10);
        assertThat(row.costNano()).isGreaterThan(10 * 10_000 + 2 * 20_000); // and what the silent one may charge for
    }

    @Test
    void whoServedIsReportedInAStream() {
        PRIMARY.then(Reply.silence());
        BACKUP.then(Faults.stream(3));

        Gateway.Reply reply = chat("hasty-main", true);

        assertThat(reply.events()).endsWith(Faults.DONE);
        assertThat(reply.text()).contains("\"model\":\"good\"").doesNotContain("\"model\":\"served\"");
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(3);
    }
}
