package io.tollgate.routing;

import io.tollgate.chat.NamePattern;
import io.tollgate.routing.Route.Stage;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses who may answer a request, in the order in which they are tried. */
public final class Router {

    /** Of one model. Others are tried only when all of these are of no use. */
    static final int MOST_CANDIDATES = 16;

    private final RandomGenerator random;
    private final InstantSource clock;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    public Router(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** One that chooses as this one would now, and takes nobody's turn. */
    public Router rehearsing() {
        Router other = new Router(random, clock);
        turns.forEach((name, turn) -> other.turns.put(name, new AtomicInteger(turn.get())));
        return other;
    }

    /**
     * The route for one request: the model's own candidates, then those of the models that stand in for it. Stages
     * without a candidate are left out, but for the first.
     */
    public Route route(RoutingTable table, Found asked, Wish wish) {
        Stage own = stage(asked.name(), asked, wish);
        if (asked.model().choosing().fallbacks().isEmpty()) {
            return new Route(List.of(own));
        }
        List<Stage> stages = new ArrayList<>();
        stages.add(own);
        standIns(table, asked, wish).forEach((name, other) -> {
            Stage stage = stage(name, other, wish);
            if (!stage.candidates().isEmpty()) {
                stages.add(stage);
            }
        });
        return new Route(List.copyOf(stages));
    }

    /** The models that stand in for one, by the names they are asked for. */
    private static Map<String, Found> standIns(RoutingTable table, Found asked, Wish wish) {
        Map<String, Found> found = new LinkedHashMap<>();
        for (String name : asked.model().choosing().fallbacks()) {
            Found other = wish.models().test(name) ? table.find(name) : null;
            if (other != null && other.model() != asked.model()) {
                found.put(name, other);
            }
        }
        return found;
    }

    /** Everybody who may answer such requests, of whom each route holds some: the model's own deployments first. */
    public List<Roster> rosters(RoutingTable table, Found asked, Wish wish) {
        List<Roster> rosters = new ArrayList<>();
        add(rosters, asked.name(), false, asked, wish);
        standIns(table, asked, wish).forEach((name, other) -> add(rosters, name, true, other, wish));
        return rosters;
    }

    private static void add(List<Roster> rosters, String name, boolean fallback, Found found, Wish wish) {
        for (Entry entry : found.model().entries()) {
            if (wish.allowed().test(entry)) {
                List<Candidate> held = named(held(entry.credentials(), wish), entry, found.rest());
                rosters.add(new Roster(name, fallback, entry.priority(), entry.weight(), held));
            }
        }
    }

    /** A deployment's candidates, whose price is looked up once. */
    private static List<Candidate> named(List<Candidate> held, Entry entry, @Nullable String rest) {
        if (rest == null || held.isEmpty()) {
            return held;
        }
        Candidate first = named(held.getFirst(), entry, rest);
        return held.stream()
                .map(candidate -> candidate.named(first.providerModel(), first.tariff()))
                .toList();
    }

    private Stage stage(String name, Found found, Wish wish) {
        Served model = found.model();
        if (!model.hasChoice() && found.rest() == null) {
            boolean nobody = model.entries().isEmpty()
                    || !wish.allowed().test(model.entries().getFirst());
            return new Stage(
                    name, nobody ? List.of() : held(model.entries().getFirst().credentials(), wish));
        }
        List<Entry> entries = model.entries().stream().filter(wish.allowed()).toList();
        if (entries.isEmpty()) {
            return new Stage(name, List.of());
        }
        Stage stage = wish.credential() == null
                ? drawn(name, entries, chosen(model, entries, wish))
                : new Stage(name, pinned(entries, wish));
        String rest = found.rest();
        return rest == null ? stage : stage.each(candidates -> named(candidates, entries, rest));
    }

    private Stage drawn(String name, List<Entry> entries, List<Candidate> chosen) {
        int all = 0;
        for (Entry entry : entries) {
            all += entry.credentials().size();
        }
        return all > chosen.size()
                ? new Stage(name, chosen, new Rest(entries, chosen, random))
                : new Stage(name, chosen);
    }

    private static List<Candidate> held(List<Candidate> candidates, Wish wish) {
        UUID credential = wish.credential();
        return credential == null
                ? candidates
                : candidates.stream()
                        .filter(candidate -> candidate.target().credentialId().equals(credential))
                        .toList();
    }

    private static List<Candidate> pinned(List<Entry> entries, Wish wish) {
        return entries.stream()
                .flatMap(entry -> held(entry.credentials(), wish).stream())
                .toList();
    }

    private List<Candidate> chosen(Served model, List<Entry> entries, Wish wish) {
        Ordering ordering = model.choosing().strategy().ordering();
        Shares shares = new Shares(entries, MOST_CANDIDATES, ordering instanceof ByPriority);
        Draw draw = new Draw(random, turn(model), System.nanoTime(), clock.instant(), shares);
        Predicate<Entry> preferred = wish.preferred();
        if (preferred == null) {
            arrange(entries, ordering, draw);
        } else {
            arrange(entries.stream().filter(preferred).toList(), ordering, draw);
            arrange(entries.stream().filter(preferred.negate()).toList(), ordering, draw);
        }
        List<Candidate> chosen = bounded(fitFirst(draw));
        return wish.affinity() == 0 || !model.choosing().affinity()
                ? chosen
                : affine(
                        chosen,
                        preferred == null
                                ? entries
                                : entries.stream().filter(preferred).toList(),
                        ordering,
                        draw,
                        wish.affinity());
    }

    private int turn(Served model) {
        return model.choosing().strategy() == Strategy.ROUND_ROBIN
                ? turns.computeIfAbsent(model.name(), name -> new AtomicInteger())
                        .getAndIncrement()
                : 0;
    }

    /** Deployments without a share come last; with priorities, within their tier. */
    private static void arrange(List<Entry> entries, Ordering ordering, Draw draw) {
        if (ordering instanceof ByPriority || entries.stream().allMatch(entry -> entry.weight() > 0)) {
            arrangeAll(entries, ordering, draw);
        } else {
            arrangeAll(entries.stream().filter(entry -> entry.weight() > 0).toList(), ordering, draw);
            arrangeAll(entries.stream().filter(entry -> entry.weight() <= 0).toList(), ordering, draw);
        }
    }

    private static void arrangeAll(List<Entry> entries, Ordering ordering, Draw draw) {
        if (!entries.isEmpty()) {
            ordering.arrange(entries, draw);
        }
    }

    /** Those that rest may have to do when all others fail. */
    private static List<Candidate> fitFirst(Draw draw) {
        List<Candidate> ordered = new ArrayList<>(draw.taken().size());
        List<Candidate> resting = new ArrayList<>(0);
        for (Candidate candidate : draw.taken()) {
            (draw.isAvailable(candidate) ? ordered : resting).add(candidate);
        }
        ordered.addAll(resting);
        return ordered;
    }

    private static List<Candidate> bounded(List<Candidate> candidates) {
        return candidates.size() > MOST_CANDIDATES ? candidates.subList(0, MOST_CANDIDATES) : candidates;
    }

    private static List<Candidate> affine(
            List<Candidate> chosen, List<Entry> entries, Ordering ordering, Draw draw, long conversation) {
        if (entries.isEmpty()) {
            return chosen;
        }
        Entry first = entryOf(chosen.getFirst(), entries);
        List<Entry> alike = entries.stream()
                .filter(entry -> ordering.areAlike(first, entry, draw) && (entry.weight() > 0 || first.weight() <= 0))
                .toList();
        Candidate own = alike.isEmpty() ? null : new Affinity(conversation, draw, chosen).among(alike, ordering);
        return own == null || own == chosen.getFirst() ? chosen : first(own, chosen);
    }

    private static List<Candidate> first(Candidate own, List<Candidate> chosen) {
        List<Candidate> ordered = new ArrayList<>(chosen.size() + 1);
        ordered.add(own);
        chosen.stream().filter(candidate -> candidate != own).forEach(ordered::add);
        return bounded(ordered);
    }

    private static Entry entryOf(Candidate candidate, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.credentials().getFirst().deploymentId().equals(candidate.deploymentId())) {
                return entry;
            }
        }
        return entries.getFirst();
    }

    /** With the name the provider has for what was asked for, and its price. */
    private static List<Candidate> named(List<Candidate> chosen, List<Entry> entries, String rest) {
        return chosen.stream()
                .map(candidate -> named(candidate, entryOf(candidate, entries), rest))
                .toList();
    }

    private static Candidate named(Candidate candidate, Entry entry, String rest) {
        @Nullable NamePattern pattern = NamePattern.of(candidate.providerModel());
        if (pattern == null) {
            return candidate;
        }
        String name = pattern.filled(rest);
        return candidate.named(name, entry.prices().apply(name));
    }
}
