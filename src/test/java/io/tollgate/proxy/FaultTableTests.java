package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.error;
import static io.tollgate.proxy.Faults.times;
import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.CANARY;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a request for each thing that can go wrong with its provider: what the client sees, how often
 * providers are called, and what the ledger says. {@code alone} is served by one provider, {@code pair} by two.
 */
@RetryingGateway.Test
class FaultTableTests {

    /** As often as one deployment is called at most. */
    private static final int MOST = 4;

    private final Gateway gateway;

    FaultTableTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model) {
        return chat(model, false);
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}");
    }

    /** The request ends with an error; its row says so, and that nothing was paid. */
    private Gateway.Reply fails(String model, int status, String code, int attempts) {
        Gateway.Reply reply = chat(model);
        reply.isError(status, code);
        UsageRecord row = row(reply, attempts);
        assertThat(row.status()).isEqualTo(status);
        assertThat(row.errorCode()).isEqualTo(code);
        return reply;
    }

    /** The pause doubles with each failure: on however slow a machine, a request comes within it in the end. */
    private Gateway.Reply untilLeftAlone(String model) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> chat(model), reply -> reply.code().equals("upstream_unavailable"));
    }

    private void costsNothing(Gateway.Reply reply) {
        assertThat(reply.header("x-should-retry")).isNull();
        assertThat(gateway.record(reply).costNano()).isZero();
        assertThat(gateway.record(reply).usage().source()).isEqualTo(Usage.Source.NONE);
    }

    /** Each call may have been answered: what was sent is paid for, by an estimate. */
    private void costsWhatWasSent(Gateway.Reply reply, int attempts) {
        assertThat(reply.header("x-should-retry")).isEqualTo(attempts > 1 ? "false" : null);
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.usage().inputTokens()).isPositive();
        assertThat(row.costNano()).isEqualTo(row.usage().inputTokens() * 1_000).isPositive();
        assertThat(row.usage().inputTokens() % attempts).isZero();
    }

    private UsageRecord row(Gateway.Reply reply, int attempts) {
        UsageRecord row = gateway.record(reply);
        assertThat(row.attempts()).as(row.toString()).isEqualTo(attempts);
        return row;
    }

    /** Another provider answers at once. */
    private Gateway.Reply isAnsweredByAnother(String model) {
        Gateway.Reply reply = chat(model);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(row(reply, 2).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(BACKUP.received()).hasSize(1);
        return reply;
    }

    /** A stream that had begun ends with an error, and nobody else is asked. */
    private void breaksOff(String model, String code, Outcome outcome) {
        Gateway.Reply reply = chat(model, true);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.events()).hasSizeBetween(2, 4).doesNotContain(Faults.DONE);
        assertThat(json(reply.events().getLast()).path("error").path("code").asString())
                .isEqualTo(code);
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(BACKUP.received()).isEmpty();
        UsageRecord row = row(reply, 1);
        assertThat(row.outcome()).isEqualTo(outcome);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.usage().outputTokens()).isPositive();
        assertThat(row.costNano()).isPositive();
    }

    @Test
    void f1ConnectionRefused() {
        costsNothing(fails("closed", 502, "upstream_unreachable", MOST));
        isAnsweredByAnother("closed-pair");
    }

    @Test
    void f2ConnectionNotAccepted() {
        costsNothing(fails("busy", 504, "upstream_connect_timeout", 1));
        isAnsweredByAnother("busy-pair");
    }

    @Test
    void f3NameNotFound() {
        costsNothing(fails("unnamed", 502, "upstream_dns", MOST));
        isAnsweredByAnother("unnamed-pair");
    }

    @Test
    void f4CertificateNotTrusted() {
        costsNothing(fails("untrusted", 502, "upstream_tls", 1));
        isAnsweredByAnother("untrusted-pair");
    }

    @Test
    void f6ResetBeforeHeaders() {
        PRIMARY.then(times(MOST + 1, Reply.reset()));

        costsWhatWasSent(fails("alone", 502, "upstream_reset", MOST), MOST);
        assertThat(PRIMARY.received()).hasSize(MOST);
        Gateway.Reply reply = isAnsweredByAnother("pair");
        assertThat(gateway.record(reply).costNano()).isGreaterThan(14_000); // what both calls cost
    }

    @Test
    void f7NoHeaders() throws InterruptedException {
        PRIMARY.then(times(2, Reply.silence()));

        costsWhatWasSent(fails("hasty-alone", 504, "upstream_timeout", 1), 1);
        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
        isAnsweredByAnother("hasty-pair");
    }

    @Test
    void f8ResetInTheMiddle() {
        PRIMARY.then(Faults.resetAfter(2));
        breaksOff("pair", "upstream_reset", Outcome.TRUNCATED);
    }

    @Test
    void f9StallInTheMiddle() throws InterruptedException {
        PRIMARY.then(Faults.stallAfter(2));
        breaksOff("hasty-pair", "upstream_stalled", Outcome.UPSTREAM_TIMEOUT);
        assertThat(PRIMARY.only().isClosedSoon()).isTrue();
    }

    @Test
    void f10EndWithoutAnEnd() {
        PRIMARY.then(Faults.endAfter(2));
        breaksOff("pair", "upstream_truncated", Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After: 7, 7",
        "Retry-After: 7.5, 8",
        "retry-after-ms: 6500, 7",
        "x-ratelimit-reset-requests: 6m0s, 360",
        "x-ratelimit-reset-tokens: 12.5s, 13"
    })
    void f11LimitedUntil(String header, String told) {
        PRIMARY.then(times(2, error(429, "{\"error\":{\"message\":\"Slow down\"}}", header)));

        Gateway.Reply reply = fails("alone", 429, "rate_limit_exceeded", 1);

        costsNothing(reply);
        assertThat(reply.header("Retry-After")).isEqualTo(told);
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
        isAnsweredByAnother("pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-nothing: 1", "Retry-After: 86400", "Retry-After: abc"})
    void f12LimitedWithoutSenseOfTime(String header) {
        PRIMARY.then(times(3, error(429, "{}", header)));

        Gateway.Reply reply = fails("alone", 429, "rate_limit_exceeded", 2);

        costsNothing(reply);
        assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 60L);
        isAnsweredByAnother("pair");
    }

    @ParameterizedTest
    @CsvSource({
        "429, insufficient_quota, You exceeded your current quota",
        "402, x, Payment required",
        "400, invalid_request_error, Your credit balance is too low to access the API"
    })
    void f13OutOfCredit(int status, String code, String message) {
        PRIMARY.then(error(status, "{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\"}}"));

        costsNothing(fails("alone", 503, "upstream_quota", 1));
        costsNothing(fails("alone", 503, "upstream_quota", 0));
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(chat("pair").status()).isEqualTo(200);
        assertThat(PRIMARY.received()).hasSize(1); // though it is another deployment
        assertThat(BACKUP.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void f14CredentialRefused(int status) {
        PRIMARY.then(times(2, error(status, "{\"error\":{\"message\":\"Bad key " + CANARY + "\"}}")));

        Gateway.Reply reply = fails("alone", 502, "upstream_auth_error", 1);

        costsNothing(reply);
        assertThat(reply.text()).doesNotContain(CANARY, "Bad key");
        costsNothing(fails("alone", 502, "upstream_auth_error", 0));
        assertThat(chat("pair").status()).isEqualTo(200);
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(BACKUP.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, wrong", "404, gone", "409, busy", "422, odd", "403, content_filter"})
    void f15WrongRequest(int status, String code) {
        for (String model : List.of("alone", "pair")) {
            PRIMARY.reset();
            PRIMARY.then(error(status, "{\"error\":{\"message\":\"No: " + CANARY + "\",\"code\":\"" + code + "\"}}"));

            Gateway.Reply reply = fails(model, status, code, 1);

            costsNothing(reply);
            assertThat(reply.text()).contains("No: ***");
            assertThat(PRIMARY.received()).hasSize(1);
            assertThat(BACKUP.received()).isEmpty();
        }
    }

    @Test
    void f16ServerError() {
        PRIMARY.then(times(MOST + 1, error(500, "{}")));

        costsWhatWasSent(fails("alone", 500, "upstream_error", MOST), MOST);
        isAnsweredByAnother("pair");
    }

    @Test
    void f17Overloaded() {
        PRIMARY.then(times(10 * MOST, error(529, "{}")));

        Gateway.Reply reply = fails("alone", 529, "upstream_error", MOST);

        costsNothing(reply);
        assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 15L);
        Gateway.Reply next = untilLeftAlone("alone");
        assertThat(Long.parseLong(next.header("Retry-After"))).isBetween(1L, 15L);
        assertThat(row(next, 0).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void f18MalformedAnswer() {
        PRIMARY.then(times(MOST + 1, Reply.json("{\"choices\":[}")));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_response", MOST), MOST);
        isAnsweredByAnother("pair");
    }

    @Test
    void f19MalformedEvent() {
        PRIMARY.then(Faults.malformedAfter(2));
        breaksOff("pair", "upstream_bad_response", Outcome.TRUNCATED);
    }

    @Test
    void f19MalformedFirstEvent() {
        PRIMARY.then(Faults.malformedAfter(0));
        BACKUP.then(Faults.stream(2));

        Gateway.Reply reply = chat("pair", true);

        assertThat(reply.events()).hasSize(4).endsWith(Faults.DONE);
        assertThat(row(reply, 2).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void f20OtherContentType() {
        PRIMARY.then(times(MOST + 1, Reply.status(200, "text/html", "<h1>Welcome</h1>")));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_content_type", MOST), MOST);
        isAnsweredByAnother("pair");
        PRIMARY.reset();
        Gateway.Reply whole = chat("good", true); // JSON where events were asked for
        assertThat(whole.events()).endsWith(Faults.DONE);
    }

    @Test
    void f21TruncatedGzip() {
        PRIMARY.then(times(MOST + 1, Faults.truncatedGzip()));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_response", MOST), MOST);
        isAnsweredByAnother("pair");
    }

    @Test
    void f22Redirect() {
        PRIMARY.then(times(2, Reply.status(302, null, "", "Location: http://127.0.0.1:1/")));

        Gateway.Reply reply = fails("alone", 502, "upstream_redirect", 1);

        assertThat(reply.header("Location")).isNull();
        isAnsweredByAnother("pair");
    }
}
