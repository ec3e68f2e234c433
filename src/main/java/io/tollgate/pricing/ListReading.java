package io.tollgate.pricing;

import io.tollgate.pricing.ImportPreview.Reason;
import io.tollgate.pricing.ImportPreview.Skipped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was found in the list of somebody else: what can be taken over, and all that cannot. */
final class ListReading {

    private static final int LONGEST = 200;

    private final Map<String, ListedPrice> prices = new HashMap<>();
    private final List<ListedPrice> inOrder = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final SortedMap<String, Integer> unread = new TreeMap<>();

    /**
     * Takes the prices of one entry, or says why none of them can be taken.
     *
     * @param where names the entry
     */
    void entry(String where, Supplier<List<ListedPrice>> entry) {
        try {
            List<ListedPrice> read = entry.get();
            read.forEach(PriceTable::check);
            if (read.isEmpty()) {
                skip(where, Reason.NO_PRICE, null);
            }
            read.forEach(price -> take(where, price));
        } catch (PriceException e) {
            skip(where, Reason.REFUSED, e.getMessage());
        }
    }

    private void take(String where, ListedPrice price) {
        if (prices.putIfAbsent(price.key(), price) == null) {
            inOrder.add(price);
        } else {
            skip(where, Reason.TWICE, price.terms().summary());
        }
    }

    void skip(String where, Reason reason, @Nullable String detail) {
        skipped.add(new Skipped(where.length() > LONGEST ? where.substring(0, LONGEST) : where, reason, detail));
    }

    /** Counts a field that says something of a price and is not understood. */
    void unread(String field) {
        unread.merge(field.length() > LONGEST ? field.substring(0, LONGEST) : field, 1, Integer::sum);
    }

    List<ListedPrice> prices() {
        return inOrder;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    SortedMap<String, Integer> unread() {
        return unread;
    }
}
