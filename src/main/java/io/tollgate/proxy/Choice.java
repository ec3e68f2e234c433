package io.tollgate.proxy;

import io.tollgate.routing.Candidate;
import io.tollgate.routing.Narrowing;
import org.jspecify.annotations.Nullable;

/**
 * What a path says beside the operation.
 *
 * @param model the model, where the path names it rather than the body
 * @param provider name, or kind, of a provider; absent for whichever
 * @param fixed whether no other provider will do
 */
record Choice(@Nullable String model, @Nullable String provider, boolean fixed) {

    static final Choice NONE = new Choice(null, null, false);

    boolean isChosen(Candidate candidate) {
        return provider != null && Narrowing.names(provider, candidate.target());
    }
}
