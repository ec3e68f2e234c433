package io.tollgate.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looks whether something is wrong now. */
interface Sensor {

    /** What it watches. */
    Set<Rule> rules();

    /**
     * Names all that is wrong by its rules.
     *
     * @param numbers how each rule is watched
     */
    void look(Map<Rule, Rule.Numbers> numbers, Instant now, Consumer<Finding> found);

    /** Whether it could not be seen since this process began if something is well again; asked after a look. */
    default boolean isUnsure(Alert alert) {
        return false;
    }
}
