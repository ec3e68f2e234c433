package io.tollgate.proxy;

import io.tollgate.routing.Candidate;
import io.tollgate.routing.Narrowing;
import org.jspecify.annotations.Nullable;

/**
 * What a path says beside the operation.
 *
 * @param model the model, where the path names it rather than the body
 * @param provider name, or kind, of the only provider that will do; absent for whichever
 */
record Choice(@Nullable String model, @Nullable String provider) {

    static final Choice NONE = new Choice(null, null);

    /** Whether a candidate will do. */
    boolean allows(Candidate candidate) {
        return provider == null || Narrowing.names(provider, candidate.target());
    }
}
