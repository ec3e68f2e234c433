package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.limit.Quota;
import io.tollgate.pricing.DatedPrice;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Tariff;
import io.tollgate.pricing.Terms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who comes first under each strategy. */
class StrategyTests {

    private static Tariff dollars(String input) {
        Rates rates = Rates.ofDollars(new BigDecimal(input), null, new BigDecimal(input), null);
        return new Tariff(List.of(new DatedPrice(new UUID(0, 0), Terms.of(rates))));
    }

    private static void answered(Health health, long millis) {
        health.enter(System.nanoTime());
        health.firstByte(millis * 1_000_000);
        health.end();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Strategy strategy) {
        assertThat(Strategy.find(strategy.id())).contains(strategy);
        assertThat(strategy.id()).matches("[a-z]+(-[a-z]+)?");
    }

    @Property(tries = 20)
    void sharesByWeight(@ForAll @Size(min = 2, max = 6) List<@IntRange(max = 20) Integer> weights) {
        Pool pool = new Pool();
        int sum = 0;
        for (int i = 0; i < weights.size(); i++) {
            pool.entry(i + 1, weights.get(i), "m" + i);
            sum += weights.get(i);
        }
        Map<String, Integer> firsts = pool.by(Strategy.WEIGHTED, new Random(7)).firsts(4_000);

        for (int i = 0; sum > 0 && i < weights.size(); i++) {
            double share = 4_000.0 * weights.get(i) / sum;
            assertThat((double) firsts.getOrDefault("m" + i, 0)).isCloseTo(share, within(6 * Math.sqrt(share) + 1));
        }
    }

    @Property(tries = 20)
    void givesEveryCredentialTheSameChance(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 6) Integer> sizes) {
        Pool pool = pool(sizes);
        int all = sizes.stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> firsts = pool.by(Strategy.RANDOM, new Random(7)).firsts(4_000);

        assertThat(firsts).hasSize(all);
        double share = 4_000.0 / all;
        assertThat(firsts.values())
                .allSatisfy(count -> assertThat((double) count).isCloseTo(share, within(6 * Math.sqrt(share) + 1)));
    }

    @Property(tries = 20)
    void takesEveryCredentialInItsTurn(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 6) Integer> sizes) {
        Pool.Chooser chooser = pool(sizes).by(Strategy.ROUND_ROBIN, new Random(7));
        int all = sizes.stream().mapToInt(Integer::intValue).sum();

        Map<String, Integer> firsts = chooser.firsts(all * 3);

        if (all > 1) {
            assertThat(firsts).hasSize(all);
            assertThat(firsts.values()).containsOnly(3);
        }
    }

    private static Pool pool(List<Integer> sizes) {
        Pool pool = new Pool();
        for (int i = 0; i < sizes.size(); i++) {
            String[] names = new String[sizes.get(i)];
            for (int k = 0; k < names.length; k++) {
                names[k] = i + "." + k;
            }
            pool.entry(i + 1, 1, names);
        }
        return pool;
    }

    @Test
    void takesTheFewestUnderWayThenTheLongestUnused() {
        Pool pool = new Pool().entry(1, 1, "busy", "late", "early").entry(2, 9, "never");
        long now = System.nanoTime();
        pool.health("busy").enter(now - 3_000);
        pool.health("late").enter(now - 1_000);
        pool.health("late").end();
        pool.health("early").enter(now - 2_000);
        pool.health("early").end();

        assertThat(pool.by(Strategy.LEAST_USED, new Random(7)).names())
                .containsExactly("never", "early", "late", "busy");
    }

    @Test
    void evensOutWhatIsUnderWayInALargePool() {
        Pool pool = new Pool().large(1, 1, 1_000);
        Pool.Chooser chooser = pool.by(Strategy.LEAST_USED, new Random(7));
        for (int i = 0; i < 3_000; i++) {
            chooser.first().health().enter(System.nanoTime());
        }

        assertThat(pool.entries().getFirst().credentials())
                .extracting(candidate -> candidate.health().inFlight())
                .allSatisfy(underWay -> assertThat(underWay).isBetween(1, 5));
    }

    @Test
    void takesTheCheapestThenTheLeastUsed() {
        Pool pool = new Pool()
                .entry(1, 1, "unpriced")
                .entry(2, 1, Set.of(), dollars("3"), "dear")
                .entry(3, 1, Set.of(), dollars("0.5"), "cheap", "cheap-busy");
        pool.health("cheap-busy").enter(System.nanoTime());

        assertThat(pool.by(Strategy.COST_FIRST, new Random(7)).names())
                .containsExactly("cheap", "cheap-busy", "dear", "unpriced");
    }

    @Test
    void takesTheFastestAndTriesTheUnknown() {
        Pool pool = new Pool().entry(1, 1, "slow", "fast", "unknown");
        answered(pool.health("slow"), 900);
        answered(pool.health("fast"), 100);
        Pool.Chooser chooser = pool.by(Strategy.LATENCY, new Random(7));

        assertThat(chooser.names()).containsExactly("unknown", "fast", "slow");

        answered(pool.health("unknown"), 500);
        assertThat(chooser.names()).containsExactly("fast", "unknown", "slow");
    }

    @ParameterizedTest
    @EnumSource(names = {"LATENCY", "QUOTA_FIRST"})
    void takesWhatNeverAnsweredAfterWhatDoes(Strategy strategy) {
        Pool pool = new Pool().entry(1, 1, "silent", "slow", "unknown");
        pool.health("silent").enter(System.nanoTime());
        pool.health("silent").end();
        answered(pool.health("slow"), 599_000);
        pool.health("slow").enter(System.nanoTime());
        Pool.Chooser chooser = pool.by(strategy, new Random(7));

        assertThat(chooser.names()).containsExactly("unknown", "slow", "silent");
    }

    @Test
    void triesWhatNeverAnsweredAgainAfterAWhile() {
        Pool pool = new Pool().entry(1, 1, "silent", "fast");
        pool.health("silent").enter(System.nanoTime() - 3_600_000_000_000L);
        pool.health("silent").end();
        answered(pool.health("fast"), 100);

        assertThat(pool.by(Strategy.LATENCY, new Random(7)).first().providerModel())
                .isEqualTo("silent");
    }

    @Test
    void doesNotOverrunTheFastest() {
        Pool pool = new Pool().entry(1, 1, "slow", "fast");
        answered(pool.health("slow"), 250);
        answered(pool.health("fast"), 100);
        Pool.Chooser chooser = pool.by(Strategy.LATENCY, new Random(7));
        List<String> firsts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Candidate first = chooser.first();
            firsts.add(first.providerModel());
            first.health().enter(System.nanoTime());
        }

        assertThat(firsts).containsExactly("fast", "fast", "slow", "fast", "fast", "slow");
    }

    @Test
    void triesASlowOneAgainAfterAWhile() {
        Pool pool = new Pool().entry(1, 1, "slow", "fast");
        long hour = 3_600_000_000_000L;
        pool.health("slow").enter(System.nanoTime() - hour);
        pool.health("slow").firstByte(9_000_000_000L);
        pool.health("slow").end();
        answered(pool.health("fast"), 100);

        assertThat(pool.by(Strategy.LATENCY, new Random(7)).first().providerModel())
                .isEqualTo("slow");
    }

    @Test
    void takesWhatHasTheMostLeftThenTheCheapestThenTheFastest() {
        Pool pool = new Pool()
                .entry(1, 1, Set.of(), dollars("3"), "dear")
                .entry(1, 1, Set.of(), dollars("1"), "slow", "fast");
        answered(pool.health("slow"), 900);
        answered(pool.health("fast"), 100);

        assertThat(Quota.NONE.left()).isEqualTo(Long.MAX_VALUE);
        assertThat(pool.by(Strategy.QUOTA_FIRST, new Random(7)).names()).containsExactly("fast", "slow", "dear");
    }
}
