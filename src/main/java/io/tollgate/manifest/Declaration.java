package io.tollgate.manifest;

import io.tollgate.account.Role;
import io.tollgate.pricing.Price;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Network;
import io.tollgate.provider.Preset;
import io.tollgate.vault.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row that a settings file declares. */
sealed interface Declaration {

    /** Where the file declares it. */
    Spot at();

    /** What tells it from its siblings. */
    String name();

    /** Whether the file disables it; absent: the console decides. */
    @Nullable
    Boolean disabled();

    record DeclaredProvider(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            Preset preset,
            Map<String, String> options,
            BaseUrl baseUrl,
            Network network,
            List<DeclaredCredential> credentials)
            implements Declaration {}

    record DeclaredCredential(
            Spot at, String name, @Nullable Boolean disabled, Secret secret) implements Declaration {}

    record DeclaredModel(
            Spot at, String name, @Nullable Boolean disabled, Price price, List<DeclaredDeployment> deployments)
            implements Declaration {}

    record DeclaredDeployment(
            Spot at,
            @Nullable Boolean disabled,
            String provider,
            String model,
            int priority,
            int weight,
            boolean streamOnly,
            Price price)
            implements Declaration {

        @Override
        public String name() {
            return name(provider, model);
        }

        /** What tells a deployment from the others of its model. */
        static String name(String provider, String model) {
            return provider + "\n" + model;
        }
    }

    record DeclaredTeam(Spot at, String name, @Nullable Boolean disabled) implements Declaration {}

    record DeclaredKey(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            String team,
            Secret secret,
            List<String> models,
            boolean metrics,
            @Nullable Instant expiresAt)
            implements Declaration {}

    record DeclaredUser(Spot at, String name, @Nullable Boolean disabled, String passwordHash, Role role)
            implements Declaration {}
}
