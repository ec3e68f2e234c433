package io.tollgate.pricing;

import io.tollgate.pricing.StoredPrice.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The price lists that come with the gateway: one file for each vendor, and an index with their version. */
final class BundledPrices {

    private static final String ROOT = "/prices/";

    private BundledPrices() {}

    static JsonNode index() {
        return file("index.json");
    }

    /** Changes whenever a list does. */
    static String version() {
        return index().path("version").asString();
    }

    static Vendors vendors() {
        return new Vendors(index());
    }

    static List<ListedPrice> all() {
        List<ListedPrice> prices = new ArrayList<>();
        index().path("lists").forEach(name -> prices.addAll(list(file(name.asString() + ".json"))));
        return prices;
    }

    /** A book of nothing but the lists, for who has no database. */
    static PriceBook book() {
        PriceBook book = new PriceBook(vendors());
        for (ListedPrice listed : all()) {
            UUID id = UUID.nameUUIDFromBytes((listed.key() + listed.said()).getBytes(StandardCharsets.UTF_8));
            book.add(StoredPrice.listed(id, listed, Source.BUNDLED, Instant.EPOCH));
        }
        return book;
    }

    private static JsonNode file(String name) {
        try (InputStream in = BundledPrices.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("The price list " + name + " is missing");
            }
            return PriceJson.tree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ListedPrice> list(JsonNode file) {
        List<ListedPrice> prices = new ArrayList<>();
        Currency currency = currency(file);
        for (JsonNode model : file.path("models")) {
            ModelMatch match = ModelMatch.read(model.path("match"));
            List<JsonNode> dated = model.path("prices").valueStream().toList();
            for (int i = 0; i < dated.size(); i++) {
                JsonNode next = i + 1 < dated.size() ? dated.get(i + 1) : null;
                prices.add(new ListedPrice(
                        file.path("vendor").asString(),
                        match,
                        new Terms(
                                currency,
                                PriceJson.schedule(dated.get(i).path("rates")),
                                from(dated.get(i)),
                                next == null ? null : from(next)),
                        file.path("source").asString(),
                        LocalDate.parse(file.path("as-of").asString())));
            }
        }
        return prices;
    }

    /** Dollars, unless the vendor charges in another currency; then {@code rate} is what a unit was worth. */
    private static Currency currency(JsonNode file) {
        return file.has("currency")
                ? new Currency(
                        file.path("currency").asString(),
                        file.path("rate").decimalValue().movePointRight(9).longValueExact())
                : Currency.USD;
    }

    private static @Nullable Instant from(JsonNode dated) {
        String date = dated.path("from").asString("");
        return date.isEmpty()
                ? null
                : LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
