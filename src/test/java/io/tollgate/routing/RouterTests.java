package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.pricing.Price;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Served;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouterTests {

    private final Router router = new Router(new Random(42));

    private static Entry entry(int priority, int weight, String... names) {
        return new Entry(
                priority,
                weight,
                Arrays.stream(names).map(RouterTests::candidate).toList());
    }

    @SuppressWarnings("NullAway") // the target plays no part in routing
    private static Candidate candidate(String name) {
        return new Candidate(null, name, false, Price.NONE);
    }

    private List<String> route(Entry... entries) {
        return router.route(new Served("m", 0, List.of(entries))).candidates().stream()
                .map(Candidate::providerModel)
                .toList();
    }

    private Map<String, Integer> firsts(int times, Entry... entries) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            firsts.merge(route(entries).getFirst(), 1, Integer::sum);
        }
        return firsts;
    }

    @Test
    void goesByPriority() {
        for (int i = 0; i < 50; i++) {
            assertThat(route(entry(1, 1, "a"), entry(2, 99, "b"), entry(3, 5, "c")))
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void goesByWeightAmongEquals() {
        Map<String, Integer> firsts =
                firsts(10_000, entry(1, 3, "a"), entry(1, 1, "b"), entry(1, 0, "c"), entry(2, 9, "d"));

        assertThat(firsts).containsOnlyKeys("a", "b");
        assertThat(firsts.get("a")).isCloseTo(7500, within(200));
    }

    @Test
    void triesThoseWithoutAShareLast() {
        for (int i = 0; i < 50; i++) {
            assertThat(route(entry(1, 1, "a"), entry(1, 0, "b"))).containsExactly("a", "b");
            assertThat(route(entry(1, 0, "b"), entry(1, 1, "a"))).containsExactly("a", "b");
        }
        assertThat(route(entry(1, 0, "a"), entry(1, 0, "b"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void spreadsOverCredentials() {
        Map<String, Integer> firsts = firsts(3000, entry(1, 1, "a", "b", "c"));

        assertThat(firsts).hasSize(3);
        assertThat(firsts.values()).allSatisfy(count -> assertThat(count).isCloseTo(1000, within(120)));
        assertThat(route(entry(1, 1, "a", "b", "c", "d", "e"))).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void isBounded() {
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(entry(i, 1, "m" + i));
        }
        assertThat(route(many.toArray(Entry[]::new))).hasSize(8).startsWith("m0", "m1");
        assertThat(route()).isEmpty();
        assertThat(firsts(10, entry(1, Integer.MAX_VALUE, "a"), entry(1, Integer.MAX_VALUE, "b")))
                .isNotEmpty();
    }
}
