package io.tollgate.catalog;

import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.limit.Allowance;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Limits;
import io.tollgate.limit.Quota;
import io.tollgate.limit.Scope;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Target;
import io.tollgate.routing.Deployment;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What keys, teams and candidates may use, from the rows that say so. */
final class Quotas {

    private final LimitBook.Draft limits;
    private final Map<UUID, Limits> ofProviders = new HashMap<>();
    private final Map<UUID, Limits> ofCredentials = new HashMap<>();

    Quotas(LimitBook.Draft limits, Collection<Provider> providers, Collection<Credential> credentials) {
        this.limits = limits;
        providers.forEach(provider -> ofProviders.put(provider.getId(), provider.getLimits()));
        credentials.forEach(credential -> ofCredentials.put(credential.getId(), credential.getLimits()));
    }

    static Quota of(VirtualKey key, LimitBook.Draft limits) {
        return Quota.of(limits.allowance(Scope.KEY, key.getId(), key.getLimits(), key.getBudget(), 0));
    }

    static Quota of(Team team, LimitBook.Draft limits) {
        return Quota.of(
                limits.allowance(Scope.TEAM, team.getId(), team.getLimits(), team.getBudget(), team.getQueueLength()));
    }

    Quota of(Deployment deployment, Target target) {
        return Quota.of(
                allowance(Scope.DEPLOYMENT, deployment.getId(), deployment.getLimits()),
                allowance(Scope.CREDENTIAL, target.credentialId(), ofCredentials.get(target.credentialId())),
                allowance(Scope.PROVIDER, target.providerId(), ofProviders.get(target.providerId())));
    }

    private @Nullable Allowance allowance(Scope scope, UUID id, @Nullable Limits ofRow) {
        return ofRow == null ? null : limits.allowance(scope, id, ofRow, null, 0);
    }
}
