package io.tollgate.alert;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What something is wrong with.
 *
 * @param id absent where it is no row: a model by the name that was asked for, the books
 * @param within the row it belongs to: a credential's provider
 * @param name as people call it; it may come from outside
 */
public record Subject(
        Kind kind, @Nullable UUID id, @Nullable UUID within, String name) {

    private static final int LONGEST = 200;

    /** The kinds of things. */
    public enum Kind {
        KEY,
        TEAM,
        MODEL,
        PROVIDER,
        CREDENTIAL,
        BOOKS
    }

    public Subject {
        name = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    static Subject of(Kind kind, UUID id, String name) {
        return new Subject(kind, id, null, name);
    }

    /** What tells it from others, whatever it is called. */
    String key() {
        return kind + ":" + (id == null ? name : id.toString());
    }
}
