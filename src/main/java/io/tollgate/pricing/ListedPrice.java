package io.tollgate.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price in a list.
 *
 * @param vendor whose price it is: a kind of provider
 * @param origin where it was read: an address or the name of a file
 * @param asOf when it was true
 */
record ListedPrice(String vendor, ModelMatch match, Terms terms, String origin, LocalDate asOf) {

    /** One that holds at all times; none without rates. */
    static List<ListedPrice> ofRates(String vendor, ModelMatch match, Rates rates, String origin, LocalDate asOf) {
        return rates.isEmpty() ? List.of() : List.of(new ListedPrice(vendor, match, Terms.of(rates), origin, asOf));
    }

    /** What tells it from the other prices of a list. */
    String key() {
        return key(vendor, PriceJson.text(match.write()), terms.from());
    }

    static String key(String vendor, String match, @Nullable Instant from) {
        return vendor + " " + match + " " + from;
    }

    /** What is asked, and until when. */
    String said() {
        return said(terms);
    }

    static String said(Terms terms) {
        return terms.currency() + " " + PriceJson.text(terms.schedule()) + " " + terms.until();
    }
}
