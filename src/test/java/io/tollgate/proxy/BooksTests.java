package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.CounterCheck;
import io.tollgate.limit.History;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Limits;
import io.tollgate.limit.Scope;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.StoredPrice;
import io.tollgate.pricing.Terms;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.Limited.Pass;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Models;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.Rerating;
import io.tollgate.usage.Reratings;
import io.tollgate.usage.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** What limits and budgets believe was used, against what the ledger's rows say. */
@GatewayTest
@Import(Limited.class)
class BooksTests {

    private static final int CALLERS = 6;
    private static final int CALLS = 15;
    private static final long DOLLAR = 1_000_000_000L;

    private final Gateway gateway;
    private final Limited limited;
    private final LimitBook book;
    private final Ledger ledger;
    private final Reratings reratings;
    private final Prices prices;
    private final Models models;

    BooksTests(
            Gateway gateway,
            Limited limited,
            LimitBook book,
            Ledger ledger,
            Reratings reratings,
            Prices prices,
            Models models) {
        this.gateway = gateway;
        this.limited = limited;
        this.book = book;
        this.ledger = ledger;
        this.reratings = reratings;
        this.prices = prices;
        this.models = models;
    }

    @Test
    void budgetsFollowPricesThatAreCorrectedLater() throws InterruptedException {
        Budget budget = new Budget(DOLLAR, BudgetPeriod.DAY);
        Pass pass = limited.key(team -> team.setBudget(budget), key -> key.setBudget(budget));
        PriceOwner owner =
                PriceOwner.model(models.findByLiveName("gpt").orElseThrow().getId());
        List<Terms> before = prices.of(owner).stream().map(StoredPrice::terms).toList();
        UsageRecord first = gateway.record(limited.chat(pass, "gpt"));
        try {
            prices.set(owner, List.of(Terms.of(Rates.ofDollars(BigDecimal.TEN, null, BigDecimal.TEN, null))));
            Rerating.Span span = new Rerating.Span(
                    owner, first.startedAt(), first.startedAt().plusMillis(1), Instant.now());
            assertThat(reratings.preview(span).orElseThrow().changed()).isEqualTo(1);

            reratings.begin(span, "Ada");

            await().until(() -> reratings.of(owner).getFirst().doneAt() != null);
            long after = gateway.record(first.requestId()).costNano();
            assertThat(after)
                    .isNotEqualTo(first.costNano())
                    .isEqualTo((long) 10_000
                            * (first.usage().inputTokens() + first.usage().outputTokens()));
            assertThat(limited.ofKey(pass).spentNano()).isEqualTo(after);
            assertThat(limited.ofTeam(pass).spentNano()).isEqualTo(after);
            assertThat(check().differences()).isZero();
        } finally {
            prices.set(owner, before);
        }
    }

    @Test
    void aCostThatNobodyKnowsStaysChargedUntilItIsRated() throws InterruptedException {
        Budget daily = new Budget(DOLLAR, BudgetPeriod.DAY);
        Pass pass = limited.key(team -> team.setBudget(daily), key -> key.setBudget(daily));
        PriceOwner owner =
                PriceOwner.model(models.findByLiveName("gpt").orElseThrow().getId());
        List<Terms> before = prices.of(owner).stream().map(StoredPrice::terms).toList();
        FIRST.then(Reply.json(SEARCHED));
        UsageRecord row = gateway.record(limited.post(pass, "/v1/responses", "{\"model\":\"gpt\",\"input\":\"Hi\"}"));
        long charged = limited.ofKey(pass).spentNano();
        assertThat(row.costNano()).isNull();
        assertThat(charged).isPositive();
        assertThat(check().differences()).isZero();

        limited.change(pass, key -> key.setBudget(new Budget(DOLLAR, BudgetPeriod.WEEK))); // begins with the ledger
        assertThat(limited.ofKey(pass).spentNano()).isEqualTo(charged);
        try {
            Rates rates = Rates.ofDollars(BigDecimal.ONE, null, BigDecimal.ONE, null);
            prices.set(owner, List.of(Terms.of(rates.with(Part.WEB_SEARCH, BigDecimal.TEN))));
            reratings.begin(
                    new Rerating.Span(owner, row.startedAt(), row.startedAt().plusMillis(1), Instant.now()), "Ada");

            await().until(() -> reratings.of(owner).getFirst().doneAt() != null);
            long cost = gateway.record(row.requestId()).costNano();
            assertThat(cost).isPositive().isNotEqualTo(charged);
            assertThat(limited.ofKey(pass).spentNano()).isEqualTo(cost);
            assertThat(limited.ofTeam(pass).spentNano()).isEqualTo(cost);
            assertThat(check().differences()).isZero();
        } finally {
            prices.set(owner, before);
        }
    }

    private static final String SEARCHED = """
            {"id":"r","object":"response","created_at":1,"model":"m","status":"completed","output":[\
            {"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"q"}},\
            {"type":"message","id":"m","role":"assistant","status":"completed",\
            "content":[{"type":"output_text","text":"Hello","annotations":[]}]}],\
            "usage":{"input_tokens":10,"output_tokens":8,"total_tokens":18}}""";

    @Test
    void eachCallIsCountedAsItsRowIs(@Autowired History history, @Autowired Deployments deployments) {
        Deployment deployment = deployments.findByRetiredAtIsNull().stream()
                .filter(each -> each.getProviderModel().equals("upstream-gpt"))
                .findFirst()
                .orElseThrow();
        limited.deployment("upstream-gpt", new Limits(null, null, 10_000L, null), () -> {
            Pass pass = limited.key(Limits.NONE);
            FIRST.then(Reply.status(500, "application/json", "{}"));
            gateway.record(limited.chat(pass, "gpt"));
            gateway.record(limited.chat(pass, "gpt"));
            history.bringUpToDate();

            long counted = book.read(Scope.DEPLOYMENT, deployment.getId()).dayRequests();

            Instant today = LocalDate.now().atStartOfDay(ZoneId.systemDefault()).toInstant();
            assertThat(counted)
                    .isGreaterThanOrEqualTo(2)
                    .isEqualTo(history.requests(Scope.DEPLOYMENT, today).get(deployment.getId()));
        });
    }

    private CounterCheck.Result check() throws InterruptedException {
        CounterCheck check = book.check(true);
        ledger.flush();
        return check.finish(CounterCheck.everyPeriod(), Instant.now());
    }

    @Test
    void countersEqualTheRowsWhileRequestsComeAndGo() throws InterruptedException {
        Pass pass = limited.key(team -> team.setBudget(new Budget(DOLLAR, BudgetPeriod.MONTH)), key -> {
            key.setLimits(new Limits(null, null, 10_000L, null));
            key.setBudget(new Budget(DOLLAR, BudgetPeriod.DAY));
        });
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                for (int call = 0; call < CALLS; call++) {
                    limited.chat(pass, call % 5 == 0 ? "nothing-like-it" : "gpt");
                }
            }));
        }
        int differences = 0;
        while (callers.stream().anyMatch(Thread::isAlive)) {
            differences += check().differences();
        }

        CounterCheck.Result last = check();

        assertThat(differences).isZero();
        assertThat(last.differences()).isZero();
        assertThat(last.compared()).isGreaterThanOrEqualTo(4);
        assertThat(limited.ofKey(pass).dayRequests()).isEqualTo(CALLERS * CALLS * 4 / 5);
        assertThat(limited.ofKey(pass).spentNano())
                .isEqualTo(limited.ofTeam(pass).spentNano())
                .isPositive();
    }
}
