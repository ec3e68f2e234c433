package io.tollgate.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens, in whatever order, the counters say what a list of all that happened says. */
class ModelTests {

    /** Something that happens; what the numbers mean depends on what it is. */
    record Step(int kind, int a, int b) {}

    private record Open(Reservation reservation, SimpleLimits.Request request) {}

    private static final Limits LIMITS = new Limits(6L, 500L, 15L, 4L);
    private static final Budget BUDGET = new Budget(1_000, BudgetPeriod.DAY);

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(10, 0),
                                Tuple.of(6, 1),
                                Tuple.of(1, 2),
                                Tuple.of(8, 3),
                                Tuple.of(1, 4),
                                Tuple.of(1, 5),
                                Tuple.of(1, 6)),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 300))
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    @Property(tries = 500)
    void agreesWithAListOfAllThatHappened(@ForAll("steps") List<Step> steps) {
        Course course = new Course();
        steps.forEach(course::take);
        assertThat(course.quota.requests()).isNotNull();
    }

    /** One course of events. */
    private static final class Course {

        private final Time time = new Time("2026-10-24T20:00:00Z", "Europe/Paris");
        private final SimpleLimits model = new SimpleLimits(LIMITS, BUDGET.amountNano(), time.zone());
        private final List<Open> open = new ArrayList<>();
        private final Rows rows = new Rows();
        private Quota quota = quota();
        private long startNanos;
        private Duration skew = Duration.ZERO;

        private Quota quota() {
            startNanos = time.nanos();
            LimitBook.Draft draft = new LimitBook(time.clocks(), rows).draft();
            Quota made = Quota.of(draft.allowance(Scope.KEY, Quotas.KEY, LIMITS, BUDGET, 0));
            draft.commit();
            return made;
        }

        private void take(Step step) {
            model.clockIs(time.wall());
            switch (step.kind()) {
                case 0 -> begin(step.b(), step.a() / 3);
                case 1 -> end(step, step.b() * 3L / 2, step.a() / 2);
                case 2 -> end(step, 0, 0);
                case 3 -> time.passes(Duration.ofMillis(step.a() * 17L));
                case 4 -> time.passes(Duration.ofMinutes(step.b()));
                case 5 -> skew(Duration.ofMinutes(step.a() - 500));
                default -> crash();
            }
        }

        private long slot() {
            return Math.floorDiv(time.nanos() - startNanos, SlidingWindow.SLOT_NANOS);
        }

        private void begin(long tokens, long cost) {
            SimpleLimits.Request expected = model.begin(slot(), time.wall(), tokens, cost);
            Verdict verdict = quota.reserve(new Demand(tokens, tokens, cost));
            assertThat(verdict).isInstanceOf(expected == null ? Denial.class : Reservation.class);
            if (verdict instanceof Reservation reservation && expected != null) {
                open.add(new Open(reservation, expected));
            }
        }

        private void end(Step step, long tokens, long cost) {
            if (open.isEmpty()) {
                return;
            }
            Open ending = open.remove(step.a() % open.size());
            model.end(ending.request(), slot(), time.wall(), tokens, cost);
            ending.reservation().settle(tokens, cost);
            rows.add(ending.request().began, tokens, cost);
            ending.reservation().close();
        }

        /** Never more than a few hours off the true time. */
        private void skew(Duration wanted) {
            time.steps(wanted.minus(skew));
            skew = wanted;
            model.clockIs(time.wall());
            quota.requests();
        }

        private void crash() {
            open.clear();
            quota = quota();
            model.restart(time.wall(), slot());
        }
    }
}
