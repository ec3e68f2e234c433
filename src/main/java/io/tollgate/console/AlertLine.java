package io.tollgate.console;

import io.tollgate.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * An alert in a list.
 *
 * @param sentence what is wrong
 * @param page of its subject
 * @param rows the exchanges behind it; absent where there are none
 */
record AlertLine(
        Alert alert, String sentence, String page, @Nullable String rows, boolean muted) {}
