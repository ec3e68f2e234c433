package io.tollgate.pricing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Whose price list holds for a provider. A vendor is known by its host, so that a server of one's own that speaks a
 * vendor's dialect is not charged at the vendor's prices; some vendors pass on the prices of others.
 */
final class Vendors {

    private record Known(List<String> hosts, List<String> passesOn, Map<String, String> byPrefix) {}

    /** A vendor's price list, and what a model is called there. */
    record Place(String vendor, String model) {}

    private final Map<String, Known> known = new HashMap<>();
    private final List<String> plain = new ArrayList<>();

    /** Reads the members of the index: {@code vendors}, and the kinds that say nothing of whose they are. */
    Vendors(JsonNode index) {
        for (Map.Entry<String, JsonNode> vendor : index.path("vendors").properties()) {
            JsonNode said = vendor.getValue();
            Map<String, String> byPrefix = new HashMap<>();
            said.path("by-prefix")
                    .properties()
                    .forEach(entry ->
                            byPrefix.put(entry.getKey(), entry.getValue().asString()));
            known.put(vendor.getKey(), new Known(texts(said.path("hosts")), texts(said.path("passes-on")), byPrefix));
        }
        plain.addAll(texts(index.path("plain-kinds")));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    /**
     * The vendor behind a provider; empty when nobody's price list holds there.
     *
     * @param kind the provider's kind
     * @param host where it answers
     */
    String of(String kind, String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Known> vendor : known.entrySet()) {
            if (vendor.getValue().hosts().stream().anyMatch(end -> lower.equals(end) || lower.endsWith("." + end))) {
                return vendor.getKey();
            }
        }
        return lower.isEmpty() || !plain.contains(kind) ? kind : "";
    }

    boolean knows(String vendor) {
        return known.containsKey(vendor);
    }

    /** Where to look for a model's price, the best place first. */
    List<Place> places(String vendor, String model) {
        String name = model.toLowerCase(Locale.ROOT);
        List<Place> places = new ArrayList<>();
        places.add(new Place(vendor, name));
        int slash = name.lastIndexOf('/');
        if (slash >= 0) {
            places.add(new Place(vendor, name.substring(slash + 1)));
        }
        Known here = known.get(vendor);
        if (here != null) {
            here.passesOn().forEach(other -> places.add(new Place(other, name)));
            String other = slash < 0 ? null : here.byPrefix().get(name.substring(0, name.indexOf('/')));
            if (other != null) {
                places.add(new Place(other, name.substring(name.indexOf('/') + 1)));
            }
        }
        return places;
    }
}
