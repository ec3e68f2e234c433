package io.tollgate.catalog;

import io.tollgate.pricing.Tariff;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Tariffs by name, remembered: which names clients ask for is known only when they do. */
final class NamedTariffs implements Function<String, Tariff> {

    private static final int MOST = 1_000;

    private final Function<String, Tariff> source;
    private final Map<String, Tariff> known = new ConcurrentHashMap<>();

    NamedTariffs(Function<String, Tariff> source) {
        this.source = source;
    }

    @Override
    public Tariff apply(String name) {
        Tariff found = known.get(name);
        if (found == null) {
            found = source.apply(name);
            if (known.size() < MOST) {
                known.put(name, found);
            }
        }
        return found;
    }
}
