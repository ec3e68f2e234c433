package io.tollgate.pricing;

import io.tollgate.pricing.Vendors.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listed prices, found by vendor and model. */
final class PriceList {

    /** Rules are the same when they are written the same. */
    private record Entry(ModelMatch match, String written, DatedPrice price) {}

    private final Vendors vendors;
    private final Map<String, List<Entry>> byVendor = new HashMap<>();

    PriceList(Vendors vendors) {
        this.vendors = vendors;
    }

    void add(String vendor, String match, DatedPrice price) {
        ModelMatch rule = ModelMatch.read(PriceJson.tree(match));
        byVendor.computeIfAbsent(vendor, key -> new ArrayList<>()).add(new Entry(rule, match, price));
    }

    /** The prices that may apply to a vendor's model, the latest first; none when it is not listed. */
    List<DatedPrice> find(String vendor, String model) {
        for (Place place : vendors.places(vendor, model)) {
            List<Entry> entries = byVendor.getOrDefault(place.vendor(), List.of());
            Entry best = best(entries, place.model());
            if (best != null) {
                return entries.stream()
                        .filter(entry -> entry.written().equals(best.written()))
                        .map(Entry::price)
                        .sorted(PriceBook.LATEST_FIRST)
                        .toList();
            }
        }
        return List.of();
    }

    /** A rule that names the model in full goes before one that only fits. */
    private static @Nullable Entry best(List<Entry> entries, String model) {
        return entries.stream()
                .filter(entry -> entry.match().test(model))
                .min(Comparator.comparing(entry -> !entry.match().isNamed(model)))
                .orElse(null);
    }
}
