package io.tollgate.routing;

import io.tollgate.chat.NamePattern;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The models in use and where each is served, as one immutable whole. */
public final class RoutingTable {

    /**
     * A deployment: one place in a model's order. Its candidates differ in nothing but the credential.
     *
     * @param tags words a request may ask for
     * @param credentials at least one
     * @param prices what a name of the provider's costs here, for a model with a star in its name
     */
    public record Entry(
            int priority, int weight, Set<String> tags, List<Candidate> credentials, Function<String, Tariff> prices) {}

    /**
     * A model that can be asked for.
     *
     * @param created seconds since 1970
     * @param entries by priority; none when nothing serves the model at present
     */
    public record Served(String name, long created, Choosing choosing, List<Entry> entries) {

        /** Whether more than one candidate could answer. */
        public boolean hasChoice() {
            return entries.size() > 1
                    || entries.size() == 1 && entries.getFirst().credentials().size() > 1;
        }

        Served as(String otherName) {
            return new Served(otherName, created, choosing, entries);
        }
    }

    /**
     * A model as it was found by a name.
     *
     * @param name the name that was asked for
     * @param rest what the star in the model's name stands for; absent when it has none
     */
    public record Found(Served model, String name, @Nullable String rest) {}

    /** A model with a star in its name. */
    private record Wild(NamePattern pattern, Served model) {}

    private static final Comparator<Wild> MOST_IN_COMMON = Comparator.comparingInt(
                    (Wild wild) -> wild.pattern().length())
            .thenComparing(wild -> wild.pattern().prefix().length())
            .reversed()
            .thenComparing(wild -> wild.model().name());

    private final Map<String, Served> exact = new TreeMap<>();
    private final Map<String, Served> listed = new TreeMap<>();
    private final List<Wild> wild = new ArrayList<>();
    private final Map<String, String> redirects;

    /** @param redirects names that lead to other names */
    public RoutingTable(Collection<Served> served, Map<String, String> redirects) {
        this.redirects = Map.copyOf(redirects);
        for (Served model : served) {
            NamePattern pattern = NamePattern.of(model.name());
            if (pattern == null) {
                exact.put(model.name(), model);
            } else {
                wild.add(new Wild(pattern, model));
            }
        }
        wild.sort(MOST_IN_COMMON);
        listed.putAll(exact);
        this.redirects.forEach((name, target) -> {
            Found found = byModel(name, target);
            if (found != null) {
                listed.putIfAbsent(name, found.model().as(name));
            }
        });
    }

    /**
     * The model that answers to a name: the one that is called so, else the one a redirect leads to, else of those with
     * a star in their name the one that has most in common with it.
     */
    public @Nullable Found find(String name) {
        String target = redirect(name);
        return byModel(name, target == null ? name : target);
    }

    /** The name a redirect leads to from another; absent when none does, or a model is called so. */
    public @Nullable String redirect(String name) {
        return exact.containsKey(name) ? null : redirects.get(name);
    }

    private @Nullable Found byModel(String asked, String name) {
        Served called = exact.get(name);
        if (called != null) {
            return new Found(called, asked, null);
        }
        for (Wild candidate : wild) {
            if (candidate.pattern().matches(name)) {
                return new Found(candidate.model(), asked, candidate.pattern().rest(name));
            }
        }
        return null;
    }

    /**
     * All names that can be told, in their order: models and redirects, but no model with a star in its name, for
     * nobody knows which names its providers take.
     */
    public Collection<Served> models() {
        return listed.values();
    }

    /** The names that redirects give to others, with those. */
    public Map<String, String> redirects() {
        return redirects;
    }

    /** A credential as it is reached now; absent when nothing is served with it. */
    public @Nullable Target target(UUID credentialId) {
        return all().flatMap(model -> model.entries().stream())
                .flatMap(entry -> entry.credentials().stream())
                .map(Candidate::target)
                .filter(target -> target.credentialId().equals(credentialId))
                .findFirst()
                .orElse(null);
    }

    /** Every model once, those with a star in their name included. */
    public Stream<Served> all() {
        return Stream.concat(exact.values().stream(), wild.stream().map(Wild::model));
    }

    /** The model of a name as it is shown to who asks for that name, if there is one. */
    public @Nullable Served shown(String name) {
        Found found = find(name);
        return found == null ? null : found.model().as(name);
    }
}
