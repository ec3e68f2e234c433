package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.times;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows of the fault table about answers: they break off, or are none. Where it ends the call, the gateway closes
 * it.
 */
@RetryingGateway.Test
class BadAnswerTableTests extends FaultRows {

    BadAnswerTableTests(Gateway gateway) {
        super(gateway);
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
    void f8ResetInTheMiddle() {
        PRIMARY.then(Faults.resetAfter(2));
        breaksOff("pair", "upstream_reset", Outcome.TRUNCATED);
    }

    @Test
    void f9StallInTheMiddle() throws InterruptedException {
        PRIMARY.then(Faults.stallAfter(2));
        breaksOff("hasty-pair", "upstream_stalled", Outcome.UPSTREAM_TIMEOUT);
        isCancelled(1);
    }

    @Test
    void f10EndWithoutAnEnd() {
        PRIMARY.then(Faults.endAfter(2));
        breaksOff("pair", "upstream_truncated", Outcome.TRUNCATED);
    }

    @Test
    void f18MalformedAnswer() {
        PRIMARY.then(times(MOST + 1, Reply.json("{\"choices\":[}")));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_response", Outcome.UPSTREAM_ERROR, MOST), MOST);
        assertThat(PRIMARY.received()).hasSize(MOST);
        isAnsweredByAnother("pair");
        assertThat(PRIMARY.received()).hasSize(MOST + 1);
    }

    @Test
    void f19MalformedEvent() throws InterruptedException {
        PRIMARY.then(Faults.malformedAfter(2));
        breaksOff("pair", "upstream_bad_response", Outcome.TRUNCATED);
        isCancelled(1);
    }

    @Test
    void f19MalformedFirstEvent() throws InterruptedException {
        PRIMARY.then(times(MOST + 1, Faults.malformedAfter(0)));

        costsWhatWasSent(fails("alone", true, 502, "upstream_bad_response", Outcome.UPSTREAM_ERROR, MOST), MOST);
        isCancelled(MOST);
        isStreamedByAnother("pair");
        isCancelled(MOST + 1);
    }

    /** Another provider streams at once, as if it had been asked alone. */
    private void isStreamedByAnother(String model) {
        BACKUP.then(Faults.stream(2));

        Gateway.Reply reply = chat(model, true);

        assertThat(reply.events()).hasSize(4).endsWith(Faults.DONE);
        UsageRecord row = row(reply, 2);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.usage().outputTokens()).isEqualTo(2);
        assertThat(BACKUP.received()).hasSize(1);
    }

    @Test
    void f20OtherContentType() throws InterruptedException {
        PRIMARY.then(times(MOST + 1, Faults.unending("text/html", "<h1>Welcome</h1>")));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_content_type", Outcome.UPSTREAM_ERROR, MOST), MOST);
        isCancelled(MOST);
        isAnsweredByAnother("pair");
        isCancelled(MOST + 1);
    }

    /** JSON where events were asked for. */
    @Test
    void f20WholeAnswerInPlaceOfAStream() {
        Gateway.Reply whole = chat("alone", true);

        assertThat(whole.events()).endsWith(Faults.DONE);
        assertThat(whole.text()).contains("Hello");
        UsageRecord row = row(whole, 1);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.PROVIDER);
        assertThat(PRIMARY.received()).hasSize(1);
    }

    @Test
    void f21TruncatedGzip() {
        PRIMARY.then(times(MOST + 1, Faults.truncatedGzip()));

        costsWhatWasSent(fails("alone", 502, "upstream_bad_response", Outcome.UPSTREAM_ERROR, MOST), MOST);
        assertThat(PRIMARY.received()).hasSize(MOST);
        isAnsweredByAnother("pair");
    }

    /** What is packed is no answer, whatever may come of it. */
    @ParameterizedTest
    @CsvSource({"application/json, false", "application/json, true", "text/event-stream, true"})
    void f21PackedAnswerThatDoesNotEnd(String type, boolean stream) throws InterruptedException {
        PRIMARY.then(times(MOST, Faults.unending(type, "\u001f\u008b", "Content-Encoding: gzip")));

        costsWhatWasSent(fails("alone", stream, 502, "upstream_bad_response", Outcome.UPSTREAM_ERROR, MOST), MOST);
        isCancelled(MOST);
    }

    @Test
    void f22Redirect() {
        PRIMARY.then(times(2, Reply.status(302, null, "", "Location: http://127.0.0.1:1/")));

        Gateway.Reply reply = fails("alone", 502, "upstream_redirect", Outcome.UPSTREAM_ERROR, 1);

        costsWhatWasSent(reply, 1);
        assertThat(reply.header("Location")).isNull();
        assertThat(PRIMARY.received()).hasSize(1);
        isAnsweredByAnother("pair");
        assertThat(PRIMARY.received()).hasSize(2);
    }

    /** Nobody reads what a redirect has to say. */
    @Test
    void f22RedirectThatDoesNotEnd() throws InterruptedException {
        PRIMARY.then(wire -> {
            wire.raw("HTTP/1.1 307 Status\r\nLocation: " + BACKUP.url() + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.awaitClose();
        });

        costsWhatWasSent(fails("alone", 502, "upstream_redirect", Outcome.UPSTREAM_ERROR, 1), 1);
        isCancelled(1);
    }
}
