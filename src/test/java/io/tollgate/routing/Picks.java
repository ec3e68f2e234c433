package io.tollgate.routing;

import com.sun.management.ThreadMXBean;
import io.tollgate.limit.Demand;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures what it costs to choose who answers, on one thread: the route alone, and with the walk along it to a call
 * that is answered at once. {@code bench/picks.sh} runs it.
 */
final class Picks {

    private static final int[] SIZES = {1, 10, 100, 1_000};
    private static final int ROUNDS = Integer.getInteger("rounds", 21);
    private static final int PICKS = Integer.getInteger("picks", 100_000);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final PrintStream OUT = System.out;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Router router = new Router(() -> ThreadLocalRandom.current().nextLong(), InstantSource.system());
    private final Failover failover = new Failover(
            new RetrySettings(3, "1s", Duration.ofSeconds(5), 20, Duration.ofMinutes(2)),
            new RetryBudget(20, System::nanoTime),
            System::nanoTime,
            nanos -> {
                throw new IllegalStateException("Nobody is to be waited for");
            },
            () -> ThreadLocalRandom.current().nextLong());
    private final RoutingTable table;
    private final Found found;
    private final int size;
    private long seen;

    private Picks(int size) {
        Served model = new Pool().large(1, 1, size).served(Strategy.PRIORITY);
        this.size = size;
        this.table = new RoutingTable(List.of(model), Map.of());
        this.found = new Found(model, "m", null);
    }

    /** Of one pick. */
    private record Cost(double nanos, double bytes) {}

    private interface Pick {
        void once() throws ProviderException, FullException;
    }

    private void route() {
        seen += router.route(table, found, Wish.NONE).candidates().size();
    }

    private void walk() throws ProviderException, FullException {
        Route route = router.route(table, found, Wish.NONE);
        Turn turn = failover.call(route, Demand.NOTHING, asked -> asked, Quiet.QUIET);
        seen += turn.candidate().health().inFlight();
        turn.close();
    }

    private enum Quiet implements Failover.Listener {
        QUIET;

        @Override
        public void attempt(Turn turn) {}

        @Override
        public void failed(Turn turn, ProviderFailure failure) {
            throw new IllegalStateException("Nobody fails");
        }
    }

    private static Cost measure(Pick pick, int times) throws ProviderException, FullException {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            pick.once();
        }
        long ended = System.nanoTime();
        return new Cost(
                (double) (ended - began) / times, (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / times);
    }

    private static String median(List<Cost> costs) {
        double[] nanos = costs.stream().mapToDouble(Cost::nanos).sorted().toArray();
        double[] bytes = costs.stream().mapToDouble(Cost::bytes).sorted().toArray();
        int middle = costs.size() / 2;
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f to %.0f) | %.0f",
                nanos[middle],
                nanos[0],
                nanos[nanos.length - 1],
                bytes[middle]);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    public static void main(String[] arguments) throws Exception {
        List<Picks> all = new ArrayList<>();
        List<List<Cost>> routes = new ArrayList<>();
        List<List<Cost>> walks = new ArrayList<>();
        for (int size : SIZES) {
            all.add(new Picks(size));
            routes.add(new ArrayList<>());
            walks.add(new ArrayList<>());
        }
        String before = load();
        long warm = System.nanoTime() + WARM_UP.toNanos();
        while (System.nanoTime() - warm < 0) {
            for (Picks picks : all) {
                measure(picks::route, 10_000);
                measure(picks::walk, 10_000);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < SIZES.length; i++) {
                routes.get(i).add(measure(all.get(i)::route, PICKS));
                walks.get(i).add(measure(all.get(i)::walk, PICKS));
            }
        }
        OUT.printf("%d rounds of %d picks, load average %s to %s%n%n", ROUNDS, PICKS, before, load());
        OUT.println("| credentials | route, ns | bytes | route and walk, ns | bytes |\n|--:|--:|--:|--:|--:|");
        for (int i = 0; i < SIZES.length; i++) {
            OUT.printf("| %d | %s | %s |%n", all.get(i).size, median(routes.get(i)), median(walks.get(i)));
        }
        if (all.stream().anyMatch(picks -> picks.seen < 0)) {
            throw new IllegalStateException("More seen than there can be");
        }
    }
}
