package io.tollgate.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what is wrong, so that one start names all of it. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void add(Problem problem) {
        found.add(problem);
    }

    /** The result of a step, or nothing when the step fails, whose problems are kept. */
    <T> Optional<T> attempt(Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (ManifestException e) {
            if (!(e.reason() instanceof ManifestException.Reason.Invalid invalid)) {
                throw e;
            }
            found.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    /** Does nothing when nothing is wrong. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ManifestException(new ManifestException.Reason.Invalid(List.copyOf(found)));
        }
    }
}
