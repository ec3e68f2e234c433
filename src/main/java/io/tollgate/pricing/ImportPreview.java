package io.tollgate.pricing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What importing a list would change. */
public final class ImportPreview {

    private final String origin;
    private final List<ListedPrice> list;
    private final ListDiff diff;

    ImportPreview(String origin, List<ListedPrice> list, ListDiff diff) {
        this.origin = origin;
        this.list = list;
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

    List<ListedPrice> list() {
        return list;
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
