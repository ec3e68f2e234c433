package io.tollgate.routing;

import io.tollgate.provider.Target;
import io.tollgate.routing.RoutingTable.Entry;
import java.util.List;

/**
 * What a request says about which of a model's deployments will do.
 *
 * @param providers each must be the provider's name or kind
 * @param tags each must be one of the deployment's or its provider's
 */
public record Narrowing(List<String> providers, List<String> tags) {

    /** All of them will do. */
    public static final Narrowing NONE = new Narrowing(List.of(), List.of());

    public boolean isNone() {
        return providers.isEmpty() && tags.isEmpty();
    }

    /** Whether a deployment will do. */
    public boolean allows(Entry entry) {
        if (!entry.tags().containsAll(tags)) {
            return false;
        }
        Target target = entry.credentials().getFirst().target();
        for (String provider : providers) {
            if (!names(provider, target)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a provider is called so, or is of the kind that is. */
    public static boolean names(String provider, Target target) {
        return target.providerName().equalsIgnoreCase(provider)
                || target.profile().preset().equalsIgnoreCase(provider);
    }
}
