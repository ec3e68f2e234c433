package io.tollgate.pricing;

import io.tollgate.pricing.StoredPrice.Source;
import io.tollgate.storage.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/** The prices in use. Who changes some of them does it in a transaction and publishes the catalog afterwards. */
@Component
@DependsOnDatabaseInitialization
public class Prices implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(Prices.class);

    private final PriceTable table;
    private final Ids ids;
    private final InstantSource clock;
    private final Vendors vendors = BundledPrices.vendors();

    Prices(PriceTable table, Ids ids, InstantSource clock) {
        this.table = table;
        this.ids = ids;
        this.clock = clock;
    }

    /** Brings the bundled lists into the table: rows of prices that are still the same are kept. */
    @Override
    public void afterPropertiesSet() {
        ListDiff diff = ListDiff.of(table.live(), Source.BUNDLED, BundledPrices.all());
        if (diff.isChange()) {
            apply(diff);
            log.info(
                    "The price list {} is in use: {} new prices, {} changed, {} gone",
                    BundledPrices.version(),
                    diff.added().size(),
                    diff.changed().size(),
                    diff.gone().size());
        }
    }

    /** Whether a vendor is known by its host. */
    boolean knows(String vendor) {
        return vendors.knows(vendor);
    }

    /** All prices in use. */
    public PriceBook book() {
        return book(table.live());
    }

    /** All prices that were in use at a moment. */
    public PriceBook bookAt(Instant moment) {
        return book(table.liveAt(moment));
    }

    private PriceBook book(List<StoredPrice> rows) {
        PriceBook book = new PriceBook(vendors);
        rows.forEach(book::add);
        return book;
    }

    /** The rows of all prices in use. */
    public List<StoredPrice> live() {
        return table.live();
    }

    /** A price, also one that is not in use any more. */
    public Optional<StoredPrice> find(UUID id) {
        return table.find(id).stream().findFirst();
    }

    /** The own prices of a model or deployment. */
    public List<StoredPrice> of(PriceOwner owner) {
        return table.live(owner);
    }

    /** Makes these the own prices of a model or deployment; rows that already say the same are kept. */
    public void set(PriceOwner owner, List<Terms> wanted) {
        Instant now = clock.instant();
        List<Terms> missing = new ArrayList<>(
                wanted.stream().filter(terms -> !terms.isEmpty()).distinct().toList());
        List<UUID> gone = new ArrayList<>();
        for (StoredPrice row : table.live(owner)) {
            if (!missing.remove(row.terms())) {
                gone.add(row.id());
            }
        }
        table.retire(gone, now);
        table.add(missing.stream()
                .map(terms -> StoredPrice.own(ids.next(), owner, terms, now))
                .toList());
    }

    void apply(ListDiff diff) {
        Instant now = clock.instant();
        table.retire(diff.retired(), now);
        table.add(diff.arriving().stream()
                .map(price -> StoredPrice.listed(ids.next(), price, diff.source(), now))
                .toList());
    }
}
