package io.tollgate.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. There is always a first one; what cannot be read asks for it, what is too high for the last.
 *
 * @param number from 1
 */
record Sheet<T>(List<T> rows, int number, int pages) {

    /**
     * The page that is asked for.
     *
     * @param asked its number, as it stands in an address
     * @param size how many rows it holds
     */
    static <T> Sheet<T> of(List<T> all, @Nullable String asked, int size) {
        int pages = Math.max(1, (all.size() + size - 1) / size);
        int number = asked != null && asked.matches("[0-9]{1,6}") ? Math.clamp(Integer.parseInt(asked), 1, pages) : 1;
        int first = (number - 1) * size;
        return new Sheet<>(all.subList(first, Math.min(all.size(), first + size)), number, pages);
    }
}
