package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A conversation stays where its prompt is cached. */
class AffinityTests {

    private final Random random = new Random(42);

    private static Wish of(long conversation) {
        return new Wish(entry -> true, null, null, conversation, name -> true);
    }

    private static String place(Pool.Chooser chooser, long conversation) {
        return chooser.names(of(conversation)).getFirst();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUOTA_FIRST")
    void aConversationStaysAndConversationsAreSpread(Strategy strategy) {
        Pool.Chooser chooser = new Pool().entry(1, 1, "a", "b", "c", "d", "e").by(strategy, random);
        Map<String, Integer> places = new HashMap<>();
        for (long conversation = 1; conversation <= 1_000; conversation++) {
            String place = place(chooser, conversation);
            assertThat(place(chooser, conversation)).isEqualTo(place);
            places.merge(place, 1, Integer::sum);
        }

        assertThat(places).hasSize(5);
        assertThat(places.values()).allSatisfy(count -> assertThat(count).isCloseTo(200, within(60)));
    }

    @Test
    void theOthersStandBehindInTheirOrder() {
        Pool.Chooser chooser =
                new Pool().entry(1, 1, "a", "b", "c").entry(2, 1, "d").by(Strategy.PRIORITY, random);

        assertThat(chooser.names(of(5)))
                .containsExactlyInAnyOrder("a", "b", "c", "d")
                .endsWith("d");
    }

    @Test
    void weightsHoldForConversationsToo() {
        Pool.Chooser chooser = new Pool()
                .entry(1, 3, "a")
                .entry(1, 1, "b")
                .entry(1, 0, "c")
                .entry(2, 9, "d")
                .by(Strategy.PRIORITY, random);
        Map<String, Integer> places = new HashMap<>();
        for (long conversation = 1; conversation <= 4_000; conversation++) {
            places.merge(place(chooser, conversation), 1, Integer::sum);
        }

        assertThat(places).containsOnlyKeys("a", "b");
        assertThat(places.get("a")).isCloseTo(3_000, within(150));
    }

    @Test
    void onlyTheConversationsOfOneThatRestsMove() {
        Pool pool = new Pool().entry(1, 1, "a", "b", "c", "d");
        Pool.Chooser chooser = pool.by(Strategy.PRIORITY, random);
        Map<Long, String> before = new HashMap<>();
        for (long conversation = 1; conversation <= 400; conversation++) {
            before.put(conversation, place(chooser, conversation));
        }
        pool.rest("b");

        before.forEach((conversation, place) -> {
            if (place.equals("b")) {
                assertThat(place(chooser, conversation)).isIn("a", "c", "d");
            } else {
                assertThat(place(chooser, conversation)).isEqualTo(place);
            }
        });
    }

    @Test
    void aCredentialThatIsMuchBusierIsPassedOver() {
        Pool pool = new Pool().entry(1, 1, "a", "b");
        Pool.Chooser chooser = pool.by(Strategy.PRIORITY, random);
        String place = place(chooser, 77);
        for (int i = 0; i < 8; i++) {
            assertThat(place(chooser, 77)).isEqualTo(place);
            pool.health(place).enter(System.nanoTime());
        }

        assertThat(place(chooser, 77)).isNotEqualTo(place);
    }

    @Test
    void holdsInAPoolOfThousands() {
        Pool pool = new Pool().large(1, 1, 10_000);
        Pool.Chooser chooser = pool.by(Strategy.RANDOM, random);
        Map<String, Integer> places = new HashMap<>();
        for (long conversation = 1; conversation <= 2_000; conversation++) {
            String place = place(chooser, conversation);
            assertThat(place(chooser, conversation)).isEqualTo(place);
            places.merge(place, 1, Integer::sum);
        }

        assertThat(places).hasSizeGreaterThan(1_500);
    }

    @Test
    void aPreferredDeploymentGoesBeforeIt() {
        Pool pool = new Pool().entry(1, 1, "a", "b").entry(1, 1, "c", "d");
        Pool.Chooser chooser = pool.by(Strategy.PRIORITY, random);
        for (long conversation = 1; conversation <= 50; conversation++) {
            Wish wish = new Wish(
                    entry -> true, entry -> entry == pool.entries().getLast(), null, conversation, name -> true);
            assertThat(chooser.names(wish).subList(0, 2)).containsExactlyInAnyOrder("c", "d");
        }
    }

    @Test
    void canBeSwitchedOff() {
        RoutingTable.Served model = new RoutingTable.Served(
                "m",
                0,
                new Choosing(Strategy.ROUND_ROBIN, false, List.of()),
                new Pool().entry(1, 1, "a", "b").entries());
        Pool.Chooser chooser = new Pool.Chooser(new Router(random, () -> Instant.EPOCH), model);

        assertThat(place(chooser, 9)).isNotEqualTo(place(chooser, 9));
    }
}
