package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.pricing.Tariff;
import io.tollgate.routing.Route.Stage;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every route is like, and the order that priorities make. */
class RouterTests {

    private final Random random = new Random(42);

    private Pool.Chooser usual(Pool pool) {
        return pool.by(Strategy.PRIORITY, random);
    }

    @Test
    void goesByPriority() {
        Pool.Chooser chooser =
                usual(new Pool().entry(1, 1, "a").entry(2, 99, "b").entry(3, 5, "c"));
        for (int i = 0; i < 50; i++) {
            assertThat(chooser.names()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void goesByWeightAmongEquals() {
        Map<String, Integer> firsts = usual(new Pool()
                        .entry(1, 3, "a")
                        .entry(1, 1, "b")
                        .entry(1, 0, "c")
                        .entry(2, 9, "d"))
                .firsts(10_000);

        assertThat(firsts).containsOnlyKeys("a", "b");
        assertThat(firsts.get("a")).isCloseTo(7500, within(200));
    }

    @Test
    void triesThoseWithoutAShareLast() {
        for (int i = 0; i < 50; i++) {
            assertThat(usual(new Pool().entry(1, 1, "a").entry(1, 0, "b")).names())
                    .containsExactly("a", "b");
            assertThat(usual(new Pool().entry(1, 0, "b").entry(1, 1, "a")).names())
                    .containsExactly("a", "b");
        }
        assertThat(usual(new Pool().entry(1, 0, "a").entry(1, 0, "b")).names()).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRIORITY")
    void triesThoseWithoutAShareLast(Strategy strategy) {
        Pool.Chooser chooser =
                new Pool().entry(1, 0, "spare").entry(2, 1, "a", "b").by(strategy, random);
        for (int i = 0; i < 20; i++) {
            assertThat(chooser.names()).hasSize(3).endsWith("spare");
        }
    }

    @Test
    void spreadsOverCredentials() {
        Map<String, Integer> firsts =
                usual(new Pool().entry(1, 1, "a", "b", "c")).firsts(3000);

        assertThat(firsts).hasSize(3);
        assertThat(firsts.values()).allSatisfy(count -> assertThat(count).isCloseTo(1000, within(120)));
    }

    @ParameterizedTest
    @EnumSource
    void isBoundedAndNamesNobodyTwice(Strategy strategy) {
        Pool many = new Pool();
        for (int i = 0; i < 50; i++) {
            many.entry(i + 1, 1, "m" + i, "n" + i);
        }

        assertThat(many.by(strategy, random).names())
                .hasSize(Router.MOST_CANDIDATES)
                .doesNotHaveDuplicates();
        assertThat(new Pool().by(strategy, random).names()).isEmpty();
        assertThat(new Pool().entry(1, 1, "a").by(strategy, random).names()).containsExactly("a");
        assertThat(new Pool()
                        .entry(1, Integer.MAX_VALUE, "a")
                        .entry(1, Integer.MAX_VALUE, "b")
                        .by(strategy, random)
                        .names())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void leavesThoseThatRestToTheEnd(Strategy strategy) {
        Pool pool = new Pool().entry(1, 1, "a", "b").entry(2, 1, "c");
        pool.rest("a");
        Pool.Chooser chooser = pool.by(strategy, random);

        for (int i = 0; i < 20; i++) {
            assertThat(chooser.names()).hasSize(3).endsWith("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void choosesFromAPoolOfThousands(Strategy strategy) {
        Pool pool = new Pool().large(1, 1, 10_000);
        Pool.Chooser chooser = pool.by(strategy, random);

        assertThat(chooser.firsts(2_000)).hasSizeGreaterThan(1_500);
        assertThat(chooser.names()).hasSize(Router.MOST_CANDIDATES).doesNotHaveDuplicates();
    }

    @Test
    void leavesWhatSmallPoolsDoNotNeedToLargerOnes() {
        Pool pool = new Pool().large(1, 1, 1_000);
        for (int i = 0; i < 8; i++) {
            pool.entry(2, 1, "spare" + i);
        }

        assertThat(usual(pool).names()).hasSize(16).doesNotHaveDuplicates();
        assertThat(usual(pool).names().subList(0, 8)).noneMatch(name -> name.startsWith("spare"));
    }

    @Test
    void fillsTheFirstTierBeforeTheNext() {
        Pool pool = new Pool().entry(1, 1, "a").large(2, 1, 40).large(3, 1, 40).entry(4, 1, "z");
        List<Candidate> second = pool.entries().get(1).credentials();

        List<Candidate> chosen = usual(pool).candidates(Wish.NONE);

        assertThat(chosen).hasSize(16);
        assertThat(chosen.subList(1, 11)).allMatch(second::contains);
        assertThat(chosen.getLast().providerModel()).isEqualTo("z");
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoPlaceEmptyBesideASmallPool(Strategy strategy) {
        Pool pool = new Pool().entry(1, 1, "a").large(1, 1, 1_000);

        assertThat(pool.by(strategy, random).names())
                .hasSize(Router.MOST_CANDIDATES)
                .contains("a");
    }

    @ParameterizedTest
    @EnumSource
    void findsTheLastOneThatIsFitAmongThousands(Strategy strategy) {
        Pool pool = new Pool().large(1, 1, 10_000);
        for (Candidate candidate : pool.entries().getFirst().credentials()) {
            if (!candidate.providerModel().equals("4711")) {
                candidate.health().usedUp(Duration.ofHours(1));
            }
        }

        assertThat(pool.by(strategy, random).first().providerModel()).isEqualTo("4711");
    }

    @ParameterizedTest
    @EnumSource
    void prefersCredentialsThatAreNotAtTheirLimits(Strategy strategy) {
        Pool.Chooser chooser = new Pool().limited(1_000, i -> i % 20 == 7).by(strategy, random);

        for (int i = 0; i < 100; i++) {
            assertThat(chooser.candidates(Wish.NONE))
                    .hasSize(Router.MOST_CANDIDATES)
                    .doesNotHaveDuplicates()
                    .anyMatch(candidate -> !candidate.isFull());
        }
    }

    @Test
    void hasFurtherCandidatesInALargePool() {
        Pool pool = new Pool().limited(1_000, i -> i % 100 == 7).entry(2, 1, "spare");
        pool.rest("407");
        Stage stage = pool.by(Strategy.PRIORITY, random).stage();
        Set<String> found = new HashSet<>();
        stage.candidates().forEach(candidate -> found.add(candidate.providerModel()));
        for (int i = 0; i < 10; i++) {
            assertThat(stage.further().get()).allSatisfy(candidate -> {
                assertThat(candidate.isFull()).isFalse();
                assertThat(found.add(candidate.providerModel())).isTrue();
            });
        }

        assertThat(found).contains("7", "107", "207", "307", "507", "607", "707", "807", "907", "spare");
        assertThat(stage.further().get()).isEmpty();
    }

    @Test
    void hasNoFurtherCandidatesInASmallPool() {
        assertThat(new Pool()
                        .entry(1, 1, "a", "b")
                        .by(Strategy.PRIORITY, random)
                        .stage()
                        .further()
                        .get())
                .isEmpty();
    }

    @Test
    void narrowsAndPrefers() {
        Pool pool = new Pool()
                .entry(1, 1, "a")
                .entry(1, 1, Set.of("eu"), Tariff.NONE, "b")
                .entry(2, 1, "c");
        Pool.Chooser chooser = usual(pool);
        Entry last = pool.entries().getLast();

        assertThat(chooser.names(new Wish(entry -> entry.tags().contains("eu"), null, null, 0, name -> true)))
                .containsExactly("b");
        assertThat(chooser.names(new Wish(entry -> true, entry -> entry == last, null, 0, name -> true)))
                .hasSize(3)
                .startsWith("c");
        assertThat(chooser.names(new Wish(entry -> false, null, null, 0, name -> true)))
                .isEmpty();
        assertThat(usual(new Pool().entry(1, 1, "a")).names(new Wish(entry -> false, null, null, 0, name -> true)))
                .isEmpty();
    }

    @Test
    void findsAPinnedCredentialAmongThousands() {
        Pool pool = new Pool().large(1, 1, 5_000).large(2, 1, 10);
        UUID wanted = pool.candidate("4321").target().credentialId();

        assertThat(usual(pool).names(new Wish(entry -> true, null, wanted, 0, name -> true)))
                .containsExactly("4321");
    }

    @Test
    void appendsTheModelsThatStandIn() {
        Served main = new Pool().entry(1, 1, "a").served(Strategy.PRIORITY, "forbidden", "gone", "other", "m", "gpt-x");
        Served other = new Served(
                "other",
                0,
                new Choosing(Strategy.RANDOM, true, List.of("m", "third")),
                new Pool().entry(1, 1, "b", "c").entries());
        Served third = new Served(
                "third", 0, Choosing.USUAL, new Pool().entry(1, 1, "d").entries());
        Served wild = new Served(
                "gpt-*", 0, Choosing.USUAL, new Pool().entry(1, 1, "up-*").entries());
        Served forbidden = new Served(
                "forbidden", 0, Choosing.USUAL, new Pool().entry(1, 1, "e").entries());
        RoutingTable table = new RoutingTable(List.of(main, other, third, wild, forbidden), Map.of());
        Router router = new Router(random, () -> Instant.EPOCH);
        Wish wish = new Wish(entry -> true, null, null, 0, name -> !name.equals("forbidden"));

        Found asked = Objects.requireNonNull(table.find("m"));
        List<Stage> stages = router.route(table, asked, wish).stages();

        assertThat(stages).extracting(Stage::model).containsExactly("m", "other", "gpt-x");
        assertThat(stages.get(1).candidates())
                .extracting(Candidate::providerModel)
                .containsExactlyInAnyOrder("b", "c");
        assertThat(stages.get(2).candidates())
                .extracting(Candidate::providerModel)
                .containsExactly("up-x");
    }

    @Test
    void keepsAnEmptyFirstStage() {
        Served main = new Pool().served(Strategy.PRIORITY, "other");
        Served other = new Served(
                "other", 0, Choosing.USUAL, new Pool().entry(1, 1, "b").entries());
        RoutingTable table = new RoutingTable(List.of(main, other), Map.of());
        Router router = new Router(random, () -> Instant.EPOCH);

        assertThat(router.route(table, Objects.requireNonNull(table.find("m")), Wish.NONE)
                        .stages())
                .extracting(stage -> stage.candidates().size())
                .containsExactly(0, 1);
    }
}
