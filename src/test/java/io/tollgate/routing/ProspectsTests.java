package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.limit.Demand;
import io.tollgate.routing.Prospect.Verdict;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Everybody who may answer is told of, not only those that one request would have in its route. */
class ProspectsTests {

    private static List<Prospect> prospects(Served model) {
        Router router = new Router(new Random(7), () -> Instant.EPOCH);
        RoutingTable table = new RoutingTable(List.of(model), Map.of());
        Found found = new Found(model, "m", null);
        Route route = router.route(table, found, Wish.NONE);
        return new Prospects(System.nanoTime(), Duration.ofSeconds(1).toNanos(), Demand.NOTHING)
                .along(route, router.rosters(table, found, Wish.NONE));
    }

    private static long counted(List<Prospect> prospects, Verdict verdict) {
        return prospects.stream().filter(each -> each.verdict() == verdict).count();
    }

    @Test
    void aPoolIsToldOfInFull() {
        Pool pool = new Pool().large(1, 3, 1_000).entry(2, 5, "spare");
        pool.rest("17");

        List<Prospect> all = prospects(pool.served(Strategy.PRIORITY));

        assertThat(all).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(all.subList(0, Router.MOST_CANDIDATES)).allMatch(Prospect::isChosen);
        assertThat(counted(all, Verdict.ASKED)).isEqualTo(1);
        assertThat(counted(all, Verdict.NOT_CHOSEN)).isEqualTo(1_001 - Router.MOST_CANDIDATES);
        assertThat(all)
                .filteredOn(each -> !(each.condition() instanceof Condition.Healthy))
                .hasSize(1);
    }

    @Test
    void eachHasThePriorityAndWeightOfItsDeployment() {
        Pool pool = new Pool().entry(1, 3, "a").entry(2, 0, "b");

        assertThat(prospects(pool.served(Strategy.PRIORITY)))
                .extracting(each -> each.candidate().providerModel(), Prospect::priority, Prospect::weight)
                .containsExactly(tuple("a", 1, 3), tuple("b", 2, 0));
    }
}
