package io.tollgate.pricing;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What importing a list would change, and what of it cannot be taken. */
public final class ImportPreview {

    private final String origin;
    private final ListReading read;
    private final ListDiff diff;
    private final Predicate<String> known;

    /** @param known whether a vendor is known by its host */
    ImportPreview(String origin, ListReading read, ListDiff diff, Predicate<String> known) {
        this.known = known;
        this.origin = origin;
        this.read = read;
        this.diff = diff;
    }

    /**
     * A price that would change.
     *
     * @param model by which rule models are found
     * @param before what is asked now; absent when nothing is
     * @param after what the list says; absent when it says nothing any more
     */
    public record Line(
            String vendor,
            @Nullable ModelMatch model,
            @Nullable Terms before,
            @Nullable Terms after) {}

    /** Why an entry of a list is not taken. */
    public enum Reason {
        /** It shows how entries are written. */
        EXAMPLE,
        /** It says nothing of money that is understood. */
        NO_PRICE,
        /** It does not say whose price it is. */
        NO_VENDOR,
        /** It says something that cannot be, e.g. a negative price. */
        REFUSED,
        /** The list has another price for the same before it. */
        TWICE
    }

    /**
     * An entry that is not taken.
     *
     * @param where what the list calls it
     * @param detail what is wrong with it, or what it asks; absent where the reason says all
     */
    public record Skipped(
            String where, Reason reason, @Nullable String detail) {}

    List<ListedPrice> list() {
        return read.prices();
    }

    /** The entries that are not taken, reason by reason. */
    public List<Skipped> skipped() {
        return read.skipped().stream()
                .sorted(Comparator.comparing(Skipped::reason))
                .toList();
    }

    /** How many entries are not taken for each reason. */
    public Map<Reason, Long> skippedCounts() {
        return read.skipped().stream()
                .collect(Collectors.groupingBy(Skipped::reason, TreeMap::new, Collectors.counting()));
    }

    /** The fields about prices that are not understood, and how many entries have them. */
    public Map<String, Integer> unread() {
        return read.unread();
    }

    /** The vendors that are known by no host, and how many prices the list has of each. */
    public Map<String, Long> otherVendors() {
        return list().stream()
                .filter(price -> !known.test(price.vendor()))
                .collect(Collectors.groupingBy(ListedPrice::vendor, TreeMap::new, Collectors.counting()));
    }

    /** Where the list was read. */
    public String origin() {
        return origin;
    }

    public List<Line> added() {
        return diff.added().stream()
                .map(price -> new Line(price.vendor(), price.match(), null, price.terms()))
                .toList();
    }

    public List<Line> changed() {
        return diff.changed().stream()
                .map(change -> new Line(
                        change.after().vendor(),
                        change.after().match(),
                        change.before().terms(),
                        change.after().terms()))
                .toList();
    }

    public List<Line> gone() {
        return diff.gone().stream()
                .map(row -> new Line(row.vendorLabel(), row.rule(), row.terms(), null))
                .toList();
    }

    /** How many prices stay as they are. */
    public int unchanged() {
        return diff.unchanged();
    }

    public boolean isChange() {
        return diff.isChange();
    }
}
