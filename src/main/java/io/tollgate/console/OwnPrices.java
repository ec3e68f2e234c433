package io.tollgate.console;

import io.tollgate.pricing.Currency;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.StoredPrice;
import io.tollgate.pricing.Terms;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The own prices of models and deployments, as far as the short form can show them: in dollars, the same at all times
 * and for requests of any length. Others are left alone, and changed in the editor.
 */
@Component
class OwnPrices {

    private final Prices prices;

    OwnPrices(Prices prices) {
        this.prices = prices;
    }

    /** What is typed in the short form; empty where there is no price, or one that it cannot show. */
    PriceForm form(PriceOwner owner) {
        List<StoredPrice> rows = prices.of(owner);
        return rows.size() == 1 && isPlain(rows.getFirst().terms()) ? PriceForm.of(rates(rows)) : PriceForm.EMPTY;
    }

    /** Whether the short form can show what there is. */
    boolean isPlain(PriceOwner owner) {
        List<StoredPrice> rows = prices.of(owner);
        return rows.isEmpty() || rows.size() == 1 && isPlain(rows.getFirst().terms());
    }

    private static boolean isPlain(Terms terms) {
        return terms.currency().equals(Currency.USD)
                && terms.from() == null
                && terms.until() == null
                && terms.schedule().windows().isEmpty()
                && terms.schedule().rates().byPart().values().stream()
                        .map(Rate::tiers)
                        .allMatch(List::isEmpty);
    }

    /** Takes over what was typed in the short form; rates that it does not show stay. */
    void type(PriceOwner owner, PriceForm typed) {
        if (isPlain(owner)) {
            prices.set(owner, List.of(Terms.of(typed.changed(rates(prices.of(owner))))));
        }
    }

    void set(PriceOwner owner, Rates rates) {
        prices.set(owner, List.of(Terms.of(rates)));
    }

    private static Rates rates(List<StoredPrice> rows) {
        return rows.isEmpty() ? Rates.NONE : rows.getFirst().terms().schedule().rates();
    }
}
