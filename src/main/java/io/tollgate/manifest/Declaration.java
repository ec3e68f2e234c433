package io.tollgate.manifest;

import io.tollgate.access.StreamMode;
import io.tollgate.account.Role;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.MailServer;
import io.tollgate.alert.Rule;
import io.tollgate.alert.Tongue;
import io.tollgate.limit.Budget;
import io.tollgate.limit.Limits;
import io.tollgate.pricing.Terms;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Check;
import io.tollgate.provider.Network;
import io.tollgate.provider.Preset;
import io.tollgate.routing.RoutingDefault;
import io.tollgate.routing.Strategy;
import io.tollgate.vault.Secret;
import java.net.URI;
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
            Limits limits,
            List<String> tags,
            @Nullable Check check,
            List<DeclaredCredential> credentials)
            implements Declaration {}

    record DeclaredCredential(
            Spot at, String name, @Nullable Boolean disabled, Limits limits, Secret secret) implements Declaration {}

    record DeclaredModel(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            @Nullable Integer contextWindow,
            List<Terms> prices,
            DeclaredChoosing choosing,
            List<DeclaredDeployment> deployments)
            implements Declaration {}

    /**
     * How a model's candidates are chosen.
     *
     * @param strategy absent: as by default
     * @param affinity absent: as by default
     * @param fallbacks names of models, which need not be declared in the same file
     */
    record DeclaredChoosing(
            @Nullable Strategy strategy, @Nullable Boolean affinity, List<Mention> fallbacks) {

        static final DeclaredChoosing BY_DEFAULT = new DeclaredChoosing(null, null, List.of());
    }

    /** A place where a file names something that is declared elsewhere. */
    record Mention(Spot at, String name) {}

    record DeclaredRedirect(Spot at, String name, @Nullable Boolean disabled, Mention to) implements Declaration {}

    /** How candidates are chosen where a model does not say it itself. */
    record DeclaredRouting(Spot at, Strategy strategy, boolean affinity) implements Declaration {

        @Override
        public String name() {
            return RoutingDefault.NAME;
        }

        @Override
        public @Nullable Boolean disabled() {
            return null;
        }
    }

    record DeclaredDeployment(
            Spot at,
            @Nullable Boolean disabled,
            String provider,
            String model,
            int priority,
            int weight,
            boolean streamOnly,
            List<String> tags,
            Limits limits,
            List<Terms> prices)
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

    record DeclaredTeam(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            Limits limits,
            @Nullable Budget budget,
            int queue,
            StreamMode streamMode)
            implements Declaration {}

    record DeclaredKey(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            String team,
            Secret secret,
            List<String> models,
            boolean metrics,
            boolean mayChoose,
            @Nullable Instant expiresAt,
            Limits limits,
            @Nullable Budget budget,
            List<String> addresses)
            implements Declaration {}

    /**
     * A place where alerts are said.
     *
     * @param address absent for e-mail
     * @param mail the server for e-mail; absent otherwise
     */
    record DeclaredChannel(
            Spot at,
            String name,
            @Nullable Boolean disabled,
            ChannelKind kind,
            Tongue language,
            @Nullable URI address,
            @Nullable MailServer mail,
            @Nullable Secret secret)
            implements Declaration {

        /** The place only: an address may hold a token. */
        @Override
        public String toString() {
            return at.toString();
        }
    }

    /** @param channels which are told; absent: all */
    record DeclaredRule(
            Spot at,
            @Nullable Boolean disabled,
            Rule rule,
            Rule.Numbers numbers,
            @Nullable List<Mention> channels) implements Declaration {

        @Override
        public String name() {
            return rule.id();
        }
    }

    /** What is watched, and who is told. */
    record DeclaredAlerts(List<DeclaredChannel> channels, List<DeclaredRule> rules) {

        static final DeclaredAlerts NONE = new DeclaredAlerts(List.of(), List.of());
    }

    record DeclaredUser(Spot at, String name, @Nullable Boolean disabled, String passwordHash, Role role)
            implements Declaration {}
}
