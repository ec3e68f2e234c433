package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.error;
import static io.tollgate.proxy.Faults.times;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.CANARY;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static io.tollgate.proxy.RetryingGateway.UNTRUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of a request for each thing that can go wrong with its provider before it answers: what the client sees,
 * how often providers are called, and what the ledger says. {@code alone} is served by one provider, {@code pair} by
 * two.
 */
@RetryingGateway.Test
class FaultTableTests extends FaultRows {

    FaultTableTests(Gateway gateway) {
        super(gateway);
    }

    /** The pause doubles with each failure: on however slow a machine, a request comes within it in the end. */
    private Gateway.Reply untilLeftAlone(String model) {
        return await().atMost(Duration.ofMinutes(1))
                .until(() -> chat(model), reply -> reply.code().equals("upstream_unavailable"));
    }

    @Test
    void f1ConnectionRefused() {
        costsNothing(fails("closed", 502, "upstream_unreachable", Outcome.UPSTREAM_ERROR, MOST));
        isAnsweredByAnother("closed-pair");
        assertThat(PRIMARY.received()).isEmpty();
    }

    @Test
    void f2ConnectionNotAccepted() {
        costsNothing(fails("busy", 504, "upstream_connect_timeout", Outcome.UPSTREAM_TIMEOUT, 1));
        isAnsweredByAnother("busy-pair");
        assertThat(PRIMARY.received()).isEmpty();
    }

    @Test
    void f3NameNotFound() {
        costsNothing(fails("unnamed", 502, "upstream_dns", Outcome.UPSTREAM_ERROR, MOST));
        isAnsweredByAnother("unnamed-pair");
        assertThat(PRIMARY.received()).isEmpty();
    }

    @Test
    void f4CertificateNotTrusted() {
        costsNothing(fails("untrusted", 502, "upstream_tls", Outcome.UPSTREAM_ERROR, 1));
        isAnsweredByAnother("untrusted-pair");
        assertThat(UNTRUSTED.received()).isEmpty(); // it was told nothing, its credential least of all
    }

    @Test
    void f6ResetBeforeHeaders() {
        PRIMARY.then(times(MOST + 1, Reply.reset()));

        costsWhatWasSent(fails("alone", 502, "upstream_reset", Outcome.UPSTREAM_ERROR, MOST), MOST);
        assertThat(PRIMARY.received()).hasSize(MOST);
        Gateway.Reply reply = isAnsweredByAnother("pair");
        assertThat(gateway.record(reply).costNano()).isGreaterThan(14_000); // what both calls cost
        assertThat(PRIMARY.received()).hasSize(MOST + 1);
    }

    @Test
    void f7NoHeaders() throws InterruptedException {
        PRIMARY.then(times(2, Reply.silence()));

        costsWhatWasSent(fails("hasty-alone", 504, "upstream_timeout", Outcome.UPSTREAM_TIMEOUT, 1), 1);
        isCancelled(1);
        isAnsweredByAnother("hasty-pair");
        isCancelled(2);
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

        Gateway.Reply reply = fails("alone", 429, "rate_limit_exceeded", Outcome.UPSTREAM_REJECTED, 1);

        costsNothing(reply);
        assertThat(reply.header("Retry-After")).isEqualTo(told);
        assertThat(PRIMARY.received()).hasSize(1);
        isAnsweredByAnother("pair");
        assertThat(PRIMARY.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-nothing: 1", "Retry-After: 86400", "Retry-After: abc"})
    void f12LimitedWithoutSenseOfTime(String header) {
        PRIMARY.then(times(3, error(429, "{}", header)));

        Gateway.Reply reply = fails("alone", 429, "rate_limit_exceeded", Outcome.UPSTREAM_REJECTED, 2);

        costsNothing(reply);
        assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(PRIMARY.received()).hasSize(2);
        isAnsweredByAnother("pair");
        assertThat(PRIMARY.received()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "429, insufficient_quota, You exceeded your current quota",
        "402, x, Payment required",
        "400, invalid_request_error, Your credit balance is too low to access the API"
    })
    void f13OutOfCredit(int status, String code, String message) {
        PRIMARY.then(error(status, "{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\"}}"));

        costsNothing(fails("alone", 503, "upstream_quota", Outcome.UPSTREAM_REJECTED, 1));
        isLeftAlone("upstream_quota", 503);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void f14CredentialRefused(int status) {
        PRIMARY.then(error(status, "{\"error\":{\"message\":\"Bad key " + CANARY + "\"}}"));

        Gateway.Reply reply = fails("alone", 502, "upstream_auth_error", Outcome.UPSTREAM_REJECTED, 1);

        costsNothing(reply);
        assertThat(reply.text()).doesNotContain(CANARY, "Bad key");
        isLeftAlone("upstream_auth_error", 502);
    }

    /** The credential is asked no more, though it is another deployment; another provider answers at once. */
    private void isLeftAlone(String code, int status) {
        costsNothing(fails("alone", status, code, Outcome.UPSTREAM_REJECTED, 0));
        Gateway.Reply other = chat("pair");
        assertThat(other.status()).isEqualTo(200);
        assertThat(row(other, 1).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(gateway.record(other).usage().source()).isEqualTo(Usage.Source.PROVIDER);
        assertThat(PRIMARY.received()).hasSize(1);
        assertThat(BACKUP.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, wrong", "404, gone", "409, busy", "422, odd", "403, content_filter"})
    void f15WrongRequest(int status, String code) {
        for (String model : List.of("alone", "pair")) {
            PRIMARY.reset();
            PRIMARY.then(error(status, "{\"error\":{\"message\":\"No: " + CANARY + "\",\"code\":\"" + code + "\"}}"));

            Gateway.Reply reply = fails(model, status, code, Outcome.UPSTREAM_REJECTED, 1);

            costsNothing(reply);
            assertThat(reply.text()).contains("No: ***");
            assertThat(PRIMARY.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void f16ServerError(int status) {
        PRIMARY.then(times(MOST + 1, error(status, "{}")));

        costsWhatWasSent(fails("alone", status, "upstream_error", Outcome.UPSTREAM_ERROR, MOST), MOST);
        assertThat(PRIMARY.received()).hasSize(MOST);
        isAnsweredByAnother("pair");
        assertThat(PRIMARY.received()).hasSize(MOST + 1);
    }

    /** What was wrong is not waited for, while there is somebody else to ask. */
    @Test
    void f16ServerErrorThatDoesNotEnd() throws InterruptedException {
        PRIMARY.then(Faults.longWindedError(500));

        isAnsweredByAnother("pair");
        isCancelled(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 529})
    void f17Overloaded(int status) {
        PRIMARY.then(times(10 * MOST, error(status, "{}")));

        isAnsweredByAnother("pair");
        BACKUP.forget();
        Gateway.Reply reply = fails("alone", status, "upstream_error", Outcome.UPSTREAM_ERROR, MOST);

        costsNothing(reply);
        assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 15L);
        assertThat(PRIMARY.received()).hasSize(1 + MOST);
        Gateway.Reply next = untilLeftAlone("alone");
        assertThat(Long.parseLong(next.header("Retry-After"))).isBetween(1L, 15L);
        assertThat(row(next, 0).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        costsNothing(next);
    }
}
