package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about who is to answer it, beside the model's name.
 *
 * @param allowed deployments that will do
 * @param preferred deployments that come before all others; absent when none does
 * @param credential the only one that will do; absent when others do, too
 * @param affinity the same number for requests that begin with the same conversation; 0 when that does not matter
 * @param models names of models that may stand in for the one that was asked for
 */
public record Wish(
        Predicate<Entry> allowed,
        @Nullable Predicate<Entry> preferred,
        @Nullable UUID credential,
        long affinity,
        Predicate<String> models) {

    /** Whoever serves the model. */
    public static final Wish NONE = new Wish(entry -> true, null, null, 0, name -> true);
}
