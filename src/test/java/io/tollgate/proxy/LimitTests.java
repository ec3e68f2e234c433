package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.Limited.Pass;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;

/** What callers meet when they, or those who serve them, are at a limit. */
@GatewayTest
@Import(Limited.class)
class LimitTests {

    private static final String WORD = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}";
    private static final long DOLLAR = 1_000_000_000L;

    private final Gateway gateway;
    private final Limited limited;

    LimitTests(Gateway gateway, Limited limited) {
        this.gateway = gateway;
        this.limited = limited;
    }

    private static Limits rpm(long rpm) {
        return new Limits(rpm, null, null, null);
    }

    @Test
    void tellsWhatIsLeftAndThenRefuses() {
        Pass pass = limited.key(team -> team.setLimits(rpm(100)), key -> key.setLimits(rpm(2)));

        Gateway.Reply first = limited.chat(pass, "gpt");
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(first.header("x-ratelimit-reset-requests")).matches("1m[01](\\.[0-9]+)?s|[0-9.]+s");
        assertThat(first.header("x-ratelimit-limit-tokens")).isNull();
        assertThat(limited.chat(pass, "gpt").header("x-ratelimit-remaining-requests"))
                .isEqualTo("0");

        Gateway.Reply refused = limited.chat(pass, "gpt");
        refused.isError(429, "rate_limit_exceeded");
        assertThat(refused.text()).contains("Your key may make 2 requests a minute.");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 61L);
        assertThat(Long.parseLong(refused.header("retry-after-ms"))).isBetween(1L, 61_000L);
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(refused.header("x-should-retry")).isNull();
        assertThat(FIRST.received()).hasSize(2);
        assertThat(gateway.records(refused.header("x-request-id"))).isEmpty();
        assertThat(limited.ofTeam(pass).minuteRequests()).isEqualTo(2);
    }

    @Test
    void countsTheTokensThatWereUsed() {
        Pass pass = limited.key(new Limits(null, 1_000L, null, null));

        Gateway.Reply reply = limited.chat(pass, "gpt", "\"max_tokens\":500");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header("x-ratelimit-limit-tokens")).isEqualTo("1000");
        assertThat(reply.header("x-ratelimit-remaining-tokens")).isEqualTo("988");
        gateway.record(reply);
        assertThat(limited.ofKey(pass).minuteTokens()).isEqualTo(12);
        Gateway.Reply stream = limited.chat(pass, "gpt", "\"max_tokens\":500", "\"stream\":true");
        assertThat(Long.parseLong(stream.header("x-ratelimit-remaining-tokens")))
                .as("what is reserved, as nobody knows yet what is used")
                .isBetween(440L, 487L);
        gateway.record(stream);
        Gateway.Reply tooLong = limited.chat(pass, "gpt", "\"max_tokens\":1000");
        tooLong.isError(429, "rate_limit_exceeded");
        assertThat(tooLong.header("Retry-After")).isNull();
        assertThat(tooLong.header("x-should-retry")).isEqualTo("false");
        assertThat(limited.chat(pass, "gpt").status()).isEqualTo(200);
    }

    @Test
    void spendsABudgetAndThenRefuses() {
        Pass pass = limited.key(team -> team.setBudget(new Budget(7 * DOLLAR / 1000, BudgetPeriod.MONTH)), key -> {});

        Gateway.Reply first = limited.chat(pass, "gpt");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        long cost = gateway.record(first).costNano();
        assertThat(cost).isPositive();
        assertThat(limited.ofTeam(pass).spentNano()).isEqualTo(cost);
        assertThat(limited.ofTeam(pass).reservedNano()).isZero();
        Gateway.Reply dear = limited.chat(pass, "gpt", "\"max_tokens\":20000");
        dear.isError(429, "insufficient_quota");
        assertThat(dear.header("x-should-retry")).isEqualTo("false");
        assertThat(dear.header("Retry-After")).isNull();
        assertThat(dear.text())
                .contains("Your team has a budget of $0.007: what is left is not enough for this request.")
                .contains("reserved for requests under way counts", "A lower 'max_tokens' reserves less.");
    }

    @Test
    void recordsWhatGoesBeyondABudget() {
        Pass pass = limited.key(team -> {}, key -> key.setBudget(new Budget(DOLLAR / 100, BudgetPeriod.TOTAL)));
        FIRST.then(Reply.json(FIRST_ANSWER.replace("\"completion_tokens\":2", "\"completion_tokens\":200000")));

        Gateway.Reply first = limited.chat(pass, "gpt", "\"max_tokens\":10");
        gateway.record(first);

        assertThat(limited.ofKey(pass).spentNano()).isGreaterThan(DOLLAR / 100);
        limited.chat(pass, "gpt", "\"max_tokens\":1").isError(429, "insufficient_quota");
    }

    private static final String FIRST_ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}""";

    @Test
    void letsNobodySpendWhatHasNoPrice() {
        Pass pass = limited.key(team -> team.setBudget(new Budget(DOLLAR, BudgetPeriod.DAY)), key -> {});

        limited.chat(pass, "unpriced").isError(400, "model_not_priced");

        assertThat(FIRST.received()).isEmpty();
        assertThat(limited.ofTeam(pass).dayRequests()).isZero();
    }

    @Test
    void leavesOutWhatHasNoPriceWhereSomethingHasOne() {
        Pass pass = limited.key(team -> team.setBudget(new Budget(DOLLAR, BudgetPeriod.DAY)), key -> {});

        assertThat(limited.chat(pass, "half-priced").status()).isEqualTo(200);
        FIRST.then(Reply.status(400, "application/json", TOO_LONG));
        limited.chat(pass, "half-priced").isError(400, "context_length_exceeded");
        assertThat(FIRST.received()).hasSize(2);

        Gateway.Reply other = limited.chat(pass, "nearly-unpriced");
        assertThat(other.status()).as(other.text()).isEqualTo(200);
        assertThat(other.header("x-tollgate-model")).isEqualTo("upstream-gpt");
        assertThat(SECOND.received()).isEmpty();
    }

    private static final String TOO_LONG =
            "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";

    @Test
    void begrudgesNobodyElse() {
        Pass pass = limited.key(Limits.NONE);
        Gateway.Reply reply = limited.chat(pass, "unpriced");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().map().keySet()).noneMatch(name -> name.startsWith("x-ratelimit"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, rate_limit_error",
        "/v1beta/models/gpt:generateContent, RESOURCE_EXHAUSTED",
        "/api/chat, may make 0 requests"
    })
    void saysItInTheClientsOwnWay(String path, String said) {
        Pass pass = limited.key(rpm(0));
        String body = path.contains("generateContent")
                ? "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}"
                : "{\"model\":\"gpt\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        Gateway.Reply refused = limited.post(pass, path, body, "anthropic-version", "2023-06-01");

        assertThat(refused.status()).as(refused.text()).isEqualTo(429);
        assertThat(refused.text()).contains(said);
        assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("0");
    }

    @Test
    void passesOverWhoeverIsFull() {
        limited.deployment("a", rpm(0), () -> {
            Gateway.Reply reply = gateway.post(Gateway.CHAT, Limited.body("either"));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(gateway.record(reply).attempts()).isOne();
        });
        assertThat(FIRST.received()).isEmpty();
        SECOND.only();
    }

    @Test
    void refusesWhenAllAreFull() {
        Pass pass = limited.key(rpm(5));
        limited.deployment("upstream-gpt", rpm(1), () -> {
            limited.chat(pass, "gpt"); // may be refused: other tests have asked there
            int answered = FIRST.received().size();
            Gateway.Reply refused = limited.chat(pass, "gpt");
            refused.isError(429, "rate_limit_exceeded");
            assertThat(refused.text()).contains("All providers of this model");
            assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 61L);
            gateway.records(refused.header("x-request-id"));
            assertThat(limited.ofKey(pass).minuteRequests()).isEqualTo(answered);
            assertThat(FIRST.received()).hasSize(answered);
        });
    }

    @Test
    void givesBackWhatAFailedAttemptHeld() {
        FIRST.then(Reply.status(500, "application/json", "{}"), Reply.status(500, "application/json", "{}"));
        limited.deployment("a", new Limits(null, null, null, 1L), () -> {
            assertThat(gateway.post(Gateway.CHAT, Limited.body("either")).status())
                    .isEqualTo(200);
            assertThat(gateway.post(Gateway.CHAT, Limited.body("either")).status())
                    .isEqualTo(200);
        });
        assertThat(FIRST.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void chargesAStreamThatWasLeft(int after) throws Exception {
        Pass pass = limited.key(team -> {}, key -> key.setBudget(new Budget(DOLLAR, BudgetPeriod.DAY)));
        CountDownLatch left = new CountDownLatch(1);
        FIRST.then(wire -> {
            wire.beginEvents();
            for (int i = 0; i < after; i++) {
                wire.event(WORD);
            }
            wire.await(left);
            while (true) {
                wire.event(WORD);
                LockSupport.parkNanos(1_000_000); // at the pace of a model, not of a loop
            }
        });
        HttpResponse<InputStream> response = limited.open(pass, Limited.body("gpt", "\"stream\":true"));
        try (InputStream in = response.body()) {
            in.readNBytes(40);
            long reserved = limited.ofKey(pass).reservedNano();
            assertThat(reserved).isPositive();
        }
        left.countDown();
        assertThat(FIRST.only().isClosedSoon()).isTrue();
        gateway.records(response.headers().firstValue("x-request-id").orElseThrow());
        assertThat(limited.ofKey(pass).reservedNano()).isZero();
        assertThat(limited.ofKey(pass).running()).isZero();
        assertThat(limited.ofKey(pass).spentNano()).isBetween(1L, DOLLAR / 10);
    }

    @Test
    void admitsExactlyAsManyAsABudgetIsFor() throws InterruptedException {
        Pass pass = limited.key(team -> team.setBudget(new Budget(DOLLAR / 100, BudgetPeriod.MONTH)), key -> {});
        CountDownLatch all = new CountDownLatch(1);
        for (int i = 0; i < 40; i++) {
            FIRST.then(wire -> {
                wire.await(all);
                FakeProvider.USUAL.to(wire);
            });
        }
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            threads.add(Thread.startVirtualThread(
                    () -> statuses.add(limited.chat(pass, "gpt").status())));
        }
        await().until(() -> statuses.size() + FIRST.received().size() == 40);
        int admitted = FIRST.received().size();
        all.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).isBetween(1, 3);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(admitted);
        assertThat(limited.ofTeam(pass).dayRequests()).isEqualTo(admitted);
    }

    @Test
    void letsARequestWaitForItsTurn() throws InterruptedException {
        Pass pass = limited.key(
                team -> {
                    team.setLimits(new Limits(null, null, null, 1L));
                    team.setQueueLength(1);
                },
                key -> {});
        CountDownLatch first = new CountDownLatch(1);
        FIRST.then(wire -> {
            wire.await(first);
            FakeProvider.USUAL.to(wire);
        });
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        Thread one = Thread.startVirtualThread(
                () -> statuses.add(limited.chat(pass, "gpt").status()));
        await().until(() -> limited.ofTeam(pass).running() == 1);
        Thread two = Thread.startVirtualThread(
                () -> statuses.add(limited.chat(pass, "gpt").status()));
        await().until(() -> limited.ofTeam(pass).waiting() == 1);

        Gateway.Reply third = limited.chat(pass, "gpt");
        third.isError(429, "rate_limit_exceeded");
        assertThat(third.header("Retry-After")).isEqualTo("1");
        first.countDown();
        one.join();
        two.join();

        assertThat(statuses).containsExactly(200, 200);
    }

    @Test
    void keepsAKeyToItsAddresses() {
        Pass away = limited.key(team -> {}, key -> key.setAddresses(List.of("10.0.0.0/8", "2001:db8::/32")));
        limited.post(away, Gateway.CHAT, Limited.body("gpt"), "X-Forwarded-For", "10.1.2.3")
                .isError(403, "address_not_allowed");
        Pass here = limited.key(team -> {}, key -> key.setAddresses(List.of("127.0.0.1")));
        assertThat(limited.chat(here, "gpt").status()).isEqualTo(200);
    }

    @Test
    void goesOnWhereTheLedgerEnds() {
        Pass pass = limited.key(Limits.NONE);
        Gateway.Reply first = limited.chat(pass, "gpt");
        long cost = gateway.record(first).costNano();

        limited.change(pass, key -> {
            key.setLimits(new Limits(10L, 10_000L, 2L, null));
            key.setBudget(new Budget(DOLLAR, BudgetPeriod.WEEK));
        });

        assertThat(limited.ofKey(pass)).satisfies(reading -> {
            assertThat(reading.spentNano()).isEqualTo(cost);
            assertThat(reading.dayRequests()).isOne();
            assertThat(reading.minuteRequests()).isOne();
            assertThat(reading.minuteTokens()).isEqualTo(12);
        });
        assertThat(limited.chat(pass, "gpt").status()).isEqualTo(200);
        Gateway.Reply refused = limited.chat(pass, "gpt");
        refused.isError(429, "rate_limit_exceeded");
        assertThat(refused.text()).contains("2 requests a day");
        assertThat(Duration.ofSeconds(Long.parseLong(refused.header("Retry-After"))))
                .isLessThanOrEqualTo(Duration.ofHours(25));
    }
}
