package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.error;
import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.CANARY;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.routing.HealthBook;
import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.AttemptEntry;
import io.tollgate.usage.Trace;
import io.tollgate.usage.Trace.Cause;
import io.tollgate.usage.Trace.PassedOver;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import io.tollgate.usage.UsageSearch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why an exchange went the way it did: in the ledger, on its page, and in the headers of its answer. */
@RetryingGateway.Test
class TraceTests {

    private final Gateway gateway;
    private final UsageSearch search;
    private final HealthBook health;

    TraceTests(Gateway gateway, UsageSearch search, HealthBook health) {
        this.gateway = gateway;
        this.search = search;
        this.health = health;
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    private List<AttemptEntry> calls(UsageRecord row) {
        return search.attempts(row.id());
    }

    private String page(UsageRecord row) {
        return Browser.signIn(gateway, "root", GatewaySettings.ADMIN_PASSWORD)
                .send("GET", "/logs/" + row.id())
                .text();
    }

    private static void isServedBy(Gateway.Reply reply, String provider, String model, int attempts) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("x-tollgate-provider")).isEqualTo(provider);
        assertThat(reply.header("x-tollgate-model")).isEqualTo(model);
        assertThat(reply.header("x-tollgate-attempts")).isEqualTo(Integer.toString(attempts));
        assertThat(reply.header("x-tollgate-request-id")).isEqualTo(reply.header("x-request-id"));
        assertThat(reply.header("x-tollgate-overhead-ms")).matches("\\d+\\.\\d{3}");
        assertThat(reply.headers().map().toString()).doesNotContain(CANARY, "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPlainExchangeKeepsNothingButItsTimes(boolean stream) {
        if (stream) {
            PRIMARY.then(Reply.events(
                    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}",
                    "[DONE]"));
        }
        Gateway.Reply reply = chat("alone", stream);

        isServedBy(reply, "primary", "p", 1);
        UsageRecord row = gateway.record(reply);
        assertThat(row.trace()).isNull();
        assertThat(calls(row)).singleElement().satisfies(call -> {
            assertThat(call.modelName()).isEqualTo("alone");
            assertThat(call.record().why()).isEqualTo(Why.FIRST);
            assertThat(call.record().status()).isEqualTo(200);
            assertThat(call.record().waitedMicros()).isZero();
            assertThat(call.record().firstByteMicros())
                    .isBetween(1L, call.record().micros());
        });
        assertThat(page(row)).contains("Calls to providers", "fall-answer").doesNotContain("Who could answer");
    }

    @Test
    void aRetryTellsWhatFailedAndThatItWaited() {
        PRIMARY.then(error(429, "{}", "retry-after-ms: 800"));

        Gateway.Reply reply = chat("alone", false);

        isServedBy(reply, "primary", "p", 2);
        UsageRecord row = gateway.record(reply);
        assertThat(calls(row)).hasSize(2);
        assertThat(calls(row).getFirst().record()).satisfies(call -> {
            assertThat(call.why()).isEqualTo(Why.FIRST);
            assertThat(call.status()).isEqualTo(429);
            assertThat(call.firstByteMicros()).isNull();
        });
        assertThat(calls(row).getLast().record()).satisfies(call -> {
            assertThat(call.why()).isEqualTo(Why.AGAIN);
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.waitedMicros()).isPositive();
        });
        assertThat(page(row)).contains("So the gateway asked again after a while.", "Asked again", ">429<");
    }

    @Test
    void aFallbackIsNamedAsWhatItIs() {
        PRIMARY.then(error(400, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}"));

        Gateway.Reply reply = chat("main", false);

        isServedBy(reply, "backup", "upstream-good", 2);
        UsageRecord row = gateway.record(reply);
        assertThat(calls(row)).extracting(call -> call.record().why()).containsExactly(Why.FIRST, Why.FALLBACK);
        assertThat(calls(row)).extracting(AttemptEntry::modelName).containsExactly("main", "good");
        assertThat(calls(row)).extracting(call -> call.record().status()).containsExactly(400, 200);
        assertThat(Trace.parse(row.trace())).satisfies(trace -> {
            assertThat(trace.candidates()).isEqualTo(2);
            assertThat(trace.first()).hasSize(2);
            assertThat(trace.passedOver()).isEmpty();
        });
        assertThat(page(row))
                .contains("Who could answer", "So a fallback model was asked.", "Fallback model", "upstream-good");
    }

    @Test
    void whoIsLeftAloneIsNamedWithTheReason() {
        PRIMARY.then(error(429, "{}", "Retry-After: 30"));
        chat("pair", false);

        Gateway.Reply reply = chat("pair", false);

        isServedBy(reply, "backup", "b", 1);
        UsageRecord row = gateway.record(reply);
        assertThat(Trace.parse(row.trace()).passedOver()).singleElement().satisfies(left -> {
            assertThat(left.cause()).isEqualTo(Cause.COOLING);
            assertThat(left.of()).isEqualTo("RATE_LIMITED");
            assertThat(left.untilMicros()).isBetween(1L, 30_000_000L);
        });
        assertThat(page(row)).contains("Passed over", "Left alone", "Rate limited", "primary");
    }

    @Test
    void whoIsQuarantinedIsNamed() {
        PRIMARY.then(error(401, "{}"));
        chat("pair", false);

        UsageRecord row = gateway.record(chat("pair", false));

        assertThat(Trace.parse(row.trace()).passedOver())
                .extracting(PassedOver::cause, PassedOver::of, PassedOver::untilMicros)
                .containsExactly(tuple(Cause.QUARANTINED, "UNAUTHORIZED", null));
        assertThat(page(row)).contains("Quarantined until somebody brings it back", "Refused by the provider");
        health.restore();
        assertThat(Trace.parse(gateway.record(chat("pair", false)).trace()).passedOver())
                .isEmpty();
    }

    @Test
    void whoIsAtALimitIsNamed() {
        isServedBy(chat("narrow", false), "primary", "n", 1);

        Gateway.Reply reply = chat("narrow", false);

        isServedBy(reply, "backup", "b", 1);
        UsageRecord row = gateway.record(reply);
        assertThat(calls(row)).extracting(call -> call.record().why()).containsExactly(Why.FIRST);
        assertThat(Trace.parse(row.trace()).passedOver()).singleElement().satisfies(left -> {
            assertThat(left.cause()).isEqualTo(Cause.LIMIT);
            assertThat(left.of()).isEqualTo("DEPLOYMENT.REQUESTS_PER_MINUTE");
            assertThat(left.untilMicros()).isBetween(1L, 61_000_000L);
        });
        assertThat(page(row)).contains("At a limit of the Deployment: requests a minute", "room again at");
    }

    @Test
    void whoseContextWindowIsTooSmallIsNamed() {
        PRIMARY.then(error(400, "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}"));

        Gateway.Reply reply = chat("short", false);

        isServedBy(reply, "backup", "upstream-good", 2);
        UsageRecord row = gateway.record(reply);
        assertThat(Trace.parse(row.trace()).passedOver())
                .extracting(PassedOver::cause, PassedOver::of, PassedOver::untilMicros)
                .containsExactly(tuple(Cause.CONTEXT_WINDOW, "4096", null));
        assertThat(page(row)).contains("Too small a context window: 4,096 tokens", "upstream-shorter");
    }

    @Test
    void whoIsNotAskedBecauseAnotherWasSilentIsNamed() {
        PRIMARY.then(Reply.silence());

        Gateway.Reply reply = chat("twins", false);

        assertThat(reply.status()).isEqualTo(504);
        UsageRecord row = gateway.record(reply);
        assertThat(calls(row)).hasSize(1);
        assertThat(Trace.parse(row.trace()).passedOver())
                .extracting(PassedOver::cause, PassedOver::of, PassedOver::untilMicros)
                .containsExactly(tuple(Cause.SILENT, "", null));
        assertThat(page(row)).contains("Passed over", "Its deployment did not answer in time");
    }

    @Test
    void anErrorNamesWhoWasAskedLast() {
        PRIMARY.then(error(400, "{\"error\":{\"message\":\"no\"}}"));

        Gateway.Reply reply = chat("pair", false);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("x-tollgate-provider")).isEqualTo("primary");
        assertThat(reply.header("x-tollgate-attempts")).isEqualTo("1");
        UsageRecord row = gateway.record(reply);
        assertThat(row.outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
        assertThat(calls(row).getFirst().record().status()).isEqualTo(400);
        assertThat(page(row)).contains("Nobody else was asked.");
        assertThat(BACKUP.received()).isEmpty();
    }

    @Test
    void namesThatAHeaderCannotHoldAreEncoded() {
        assertThat(RoutingHeaders.plain("open ai")).isEqualTo("open ai");
        assertThat(RoutingHeaders.plain("通义 100%\r\n")).isEqualTo("%E9%80%9A%E4%B9%89 100%25%0D%0A");
    }
}
