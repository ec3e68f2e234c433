package io.tollgate.alert;

import java.util.List;

/**
 * Something that is wrong at this moment.
 *
 * @param facts what is set into its text after the subject's name; one that begins with # names a text itself
 */
record Finding(Rule rule, Subject subject, List<String> facts) {

    /** What tells it from others: it is told once for each. */
    String key() {
        return rule + ":" + subject.key();
    }
}
