package io.tollgate.pricing;

import io.tollgate.pricing.StoredPrice.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What a list of prices changes in the prices of the same source that are in use. */
record ListDiff(Source source, List<ListedPrice> added, List<Change> changed, List<StoredPrice> gone, int unchanged) {

    /** A price that is in use, and what the list says instead. */
    record Change(StoredPrice before, ListedPrice after) {}

    /** Compares all prices in use with a list. Of two prices in it for the same thing the first counts. */
    static ListDiff of(List<StoredPrice> live, Source source, List<ListedPrice> list) {
        Map<String, StoredPrice> before = new HashMap<>();
        live.stream().filter(row -> row.source() == source).forEach(row -> before.put(row.key(), row));
        Map<String, ListedPrice> seen = new HashMap<>();
        List<ListedPrice> added = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        int unchanged = 0;
        for (ListedPrice price : list) {
            String key = price.key();
            if (seen.putIfAbsent(key, price) != null) {
                continue;
            }
            StoredPrice row = before.remove(key);
            if (row == null) {
                added.add(price);
            } else if (row.said().equals(price.said())) {
                unchanged++;
            } else {
                changed.add(new Change(row, price));
            }
        }
        return new ListDiff(source, added, changed, List.copyOf(before.values()), unchanged);
    }

    boolean isChange() {
        return !added.isEmpty() || !changed.isEmpty() || !gone.isEmpty();
    }

    List<UUID> retired() {
        return Stream.concat(changed.stream().map(Change::before), gone.stream())
                .map(StoredPrice::id)
                .toList();
    }

    List<ListedPrice> arriving() {
        return Stream.concat(added.stream(), changed.stream().map(Change::after))
                .toList();
    }
}
