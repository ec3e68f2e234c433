package io.tollgate.console;

import io.tollgate.console.ModelPages.PriceLabel;
import io.tollgate.pricing.Price;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.StoredPrice;
import io.tollgate.pricing.Terms;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Row;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages about prices show. */
@Component
class PricePages {

    static final int PAGE = 50;

    private static final Comparator<Line> ORDER = Comparator.comparing(
                    (Line line) -> line.row().source())
            .thenComparing(Line::vendor)
            .thenComparing(Line::name);

    private final Prices prices;
    private final Models models;
    private final Deployments deployments;
    private final MatchWords words;
    private final InstantSource clock;

    PricePages(Prices prices, Models models, Deployments deployments, MatchWords words, InstantSource clock) {
        this.prices = prices;
        this.models = models;
        this.deployments = deployments;
        this.words = words;
        this.clock = clock;
    }

    /**
     * A part of the prices that were looked for.
     *
     * @param page from 1
     */
    record Found(List<Line> lines, int count, int page, int pages) {}

    /**
     * A price in the list.
     *
     * @param vendor whose list it is in; empty for an own price
     * @param name the model, or what the names of the models are like
     * @param owner whose own price it is, where it may be changed in the console
     * @param label what is asked at this time of the day
     */
    record Line(
            StoredPrice row,
            String vendor,
            String name,
            @Nullable PriceOwner owner,
            PriceLabel label) {

        /** Whether more is asked than the list shows: for long requests, at some hours, or during some time. */
        public boolean finer() {
            Terms terms = row.terms();
            return terms.from() != null
                    || terms.until() != null
                    || !terms.schedule().windows().isEmpty()
                    || terms.schedule().rates().byPart().values().stream()
                            .anyMatch(rate -> !rate.tiers().isEmpty());
        }
    }

    Found find(String wanted, String source, int page) {
        Map<UUID, Model> byId = models.findByRetiredAtIsNullOrderByName().stream()
                .collect(Collectors.toMap(Model::getId, Function.identity()));
        Map<UUID, Deployment> places = deployments.findByRetiredAtIsNull().stream()
                .collect(Collectors.toMap(Deployment::getId, Function.identity()));
        String part = wanted.strip().toLowerCase(Locale.ROOT);
        List<Line> all = prices.live().stream()
                .filter(row -> source.isEmpty() || row.source().name().equals(source))
                .flatMap(row -> line(row, byId, places).stream())
                .filter(line -> (line.vendor() + " " + line.name())
                        .toLowerCase(Locale.ROOT)
                        .contains(part))
                .sorted(ORDER)
                .toList();
        int pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
        int shown = Math.clamp(page, 1, pages);
        List<Line> lines =
                all.stream().skip((long) (shown - 1) * PAGE).limit(PAGE).toList();
        return new Found(lines, all.size(), shown, pages);
    }

    private Optional<Line> line(StoredPrice row, Map<UUID, Model> byId, Map<UUID, Deployment> places) {
        PriceLabel label = label(row);
        if (row.modelId() != null) {
            return Optional.ofNullable(byId.get(row.modelId()))
                    .map(model -> new Line(
                            row, "", model.getName(), changeable(model, PriceOwner.model(model.getId())), label));
        }
        if (row.deploymentId() != null) {
            return Optional.ofNullable(places.get(row.deploymentId()))
                    .flatMap(place -> Optional.ofNullable(byId.get(place.getModelId()))
                            .map(model -> new Line(
                                    row,
                                    "",
                                    model.getName() + " / " + place.getProviderModel(),
                                    changeable(place, PriceOwner.deployment(place.getId())),
                                    label)));
        }
        return Optional.of(new Line(row, row.vendorLabel(), words.of(row.rule()), null, label));
    }

    /** The prices of what a settings file declares are changed there. */
    private static @Nullable PriceOwner changeable(Row row, PriceOwner owner) {
        return row.isDeclared() ? null : owner;
    }

    private PriceLabel label(StoredPrice row) {
        Terms terms = row.terms();
        return PriceLabel.of(
                new Price(row.id(), terms.currency(), terms.schedule().at(clock.instant())));
    }

    /** The own prices of a model or deployment, as the editor lists them. */
    List<Line> own(PriceOwner owner, String name) {
        return prices.of(owner).stream()
                .map(row -> new Line(row, "", name, owner, label(row)))
                .toList();
    }
}
