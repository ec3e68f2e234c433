package io.tollgate.manifest;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The rows of one kind in use, found by what a declaration calls them. */
final class LiveRows<R extends Row> {

    private final Map<String, R> rows = new HashMap<>();

    LiveRows(List<R> rows, Function<R, String> name) {
        for (R row : rows) {
            this.rows.merge(name.apply(row), row, (one, other) -> one.isDeclared() ? one : other);
        }
    }

    static <R extends NamedRow> LiveRows<R> named(List<R> rows) {
        return new LiveRows<>(rows, NamedRow::getName);
    }

    /** Retires the rows of settings files that no declaration names any more; returns how many rows went with them. */
    int retireAllBut(Collection<? extends Declaration> declarations, ToIntFunction<R> retirement) {
        Set<String> named = declarations.stream().map(Declaration::name).collect(Collectors.toSet());
        List<R> gone = rows.entrySet().stream()
                .filter(entry -> entry.getValue().isDeclared() && !named.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        rows.values().removeAll(gone);
        return gone.stream().mapToInt(retirement).sum();
    }

    /**
     * The row of a declaration; empty when it has none yet.
     *
     * @throws ManifestException when the name belongs to a row that no settings file made
     */
    Optional<R> declared(Declaration declaration) {
        Optional<R> row = find(declaration.name());
        if (row.isPresent() && !row.get().isDeclared()) {
            String maker = row.get().getSource() == Source.DEMO ? "by demo mode" : "in the console";
            throw declaration.at().error("was made " + maker + " already: remove it there, or declare another name");
        }
        return row;
    }

    Optional<R> find(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    /** Puts a row that a declaration made or kept among those in use. */
    R put(Declaration declaration, R row) {
        rows.put(declaration.name(), row);
        Boolean disabled = declaration.disabled();
        if (disabled != null) {
            row.setDisabled(disabled);
        }
        return row;
    }
}
