package io.tollgate.pricing;

import io.tollgate.pricing.StoredPrice.Source;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes over the price lists of others: LiteLLM's, models.dev's and that of genai-prices. A list speaks for the vendors
 * that are in it; prices of one's own go before it.
 */
@Component
public class PriceImports {

    /** The largest file that is read. */
    public static final int LARGEST = 24 * 1024 * 1024;

    private static final int MOST = 50_000;
    private static final int LONGEST_ORIGIN = 500;

    private final Prices prices;
    private final InstantSource clock;

    PriceImports(Prices prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Says what a list would change, and changes nothing.
     *
     * @param origin its address or file name
     * @throws PriceException when it is none that can be read, or nothing of it can be taken
     */
    public ImportPreview preview(byte[] file, String origin) {
        if (file.length > LARGEST) {
            throw new PriceException("The file is larger than " + LARGEST / (1024 * 1024) + " MB");
        }
        String from = origin.length() > LONGEST_ORIGIN ? origin.substring(0, LONGEST_ORIGIN) : origin;
        ListReading read = new ListReading();
        read(PriceJson.tree(new ByteArrayInputStream(file)), from, read);
        int count = read.prices().size();
        if (count == 0 || count > MOST) {
            throw new PriceException("The file names " + count + " prices; a list has between 1 and " + MOST
                    + read.skipped().stream()
                            .filter(entry -> entry.detail() != null)
                            .findFirst()
                            .map(entry -> " (" + entry.detail() + ")")
                            .orElse(""));
        }
        return new ImportPreview(from, read, diff(read.prices()), prices::knows);
    }

    private void read(JsonNode file, String origin, ListReading read) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (GenaiPrices.isIn(file)) {
            GenaiPrices.read(file, origin, today, read);
        } else if (LiteLlmPrices.isIn(file)) {
            LiteLlmPrices.read(file, origin, today, read);
        } else if (ModelsDevPrices.isIn(file)) {
            ModelsDevPrices.read(file, origin, today, read);
        } else {
            throw new PriceException("The file is in none of the formats of LiteLLM, models.dev and genai-prices");
        }
    }

    private ListDiff diff(List<ListedPrice> list) {
        Set<String> vendors = list.stream().map(ListedPrice::vendor).collect(Collectors.toSet());
        List<StoredPrice> live = prices.live().stream()
                .filter(row -> vendors.contains(row.vendorLabel()))
                .toList();
        return ListDiff.of(live, Source.IMPORTED, list);
    }

    /** Takes the list over as it was previewed; compares it anew, as prices may have changed since. */
    public void apply(ImportPreview preview) {
        prices.apply(diff(preview.list()));
    }
}
