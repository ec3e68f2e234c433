package io.tollgate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart as {@code console.js} draws it.
 *
 * @param type {@code bar} or {@code line}
 * @param labels the steps of the axis; an instant is shown in the browser's zone
 */
record Chart(String type, boolean stacked, @Nullable String unit, List<String> labels, List<Series> series) {

    /** One line, or one colour of the bars; a gap where a value is absent. */
    record Series(String label, List<? extends @Nullable Number> data, String color) {}
}
