package io.tollgate.usage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a group of exchanges has in common, beside its time.
 *
 * @param id the row the group is of; {@link UsageFilter#NONE} for the exchanges without one, absent for other groups
 * @param name of that row, of the model or of the outcome; absent where there is none
 * @param retired whether that row is not in use any more
 */
public record UsageLabel(@Nullable UUID id, @Nullable String name, boolean retired) {

    /** Of stretches of time, and of all together. */
    static final UsageLabel NONE = new UsageLabel(null, null, false);

    /** Whether it stands for all groups that there was no room for. */
    public boolean isOfOthers() {
        return id == null && ExchangeMeters.OTHER.equals(name);
    }
}
