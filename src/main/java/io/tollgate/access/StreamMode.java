package io.tollgate.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How answers that are asked for bit by bit reach a team. */
public enum StreamMode {
    /** As they come; one that breaks off ends with an error. */
    LIVE,
    /** When they are complete, so that one that breaks off can be begun again elsewhere. */
    SAFE;

    /** What settings and headers call it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode that settings and headers call so. */
    public static Optional<StreamMode> find(String id) {
        return Arrays.stream(values()).filter(mode -> mode.id().equals(id)).findFirst();
    }

    /** What there is, for those who asked for something else. */
    public static String known() {
        return Arrays.stream(values()).map(StreamMode::id).collect(Collectors.joining(", "));
    }
}
