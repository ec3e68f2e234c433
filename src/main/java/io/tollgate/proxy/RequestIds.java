package io.tollgate.proxy;

import io.tollgate.storage.Ids;
import org.jspecify.annotations.Nullable;

/** The id of a request: the caller's own when it is sane, else a new one. */
final class RequestIds {

    private static final int LONGEST = 128;

    private final Ids ids;

    RequestIds(Ids ids) {
        this.ids = ids;
    }

    /** The first of what a caller gave in two places, if it is sane. */
    String of(@Nullable String given, @Nullable String other) {
        if (given != null && isSane(given)) {
            return given;
        }
        return other != null && isSane(other) ? other : ids.next().toString();
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean good =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
            if (!good) {
                return false;
            }
        }
        return true;
    }
}
