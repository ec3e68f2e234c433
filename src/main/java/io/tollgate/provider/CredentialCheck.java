package io.tollgate.provider;

import io.tollgate.vault.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks credentials with calls that cost nothing: for the list of models, or for a model that does not exist. A
 * made-up credential goes first: only what the provider refuses that one tells anything about others, since many lists
 * are public.
 */
@Component
public class CredentialCheck {

    private static final String NO_MODEL = "tollgate-no-such-model";
    private static final int MAX_BODY = 4 * 1024 * 1024;
    private static final UUID NOBODY = new UUID(0, 0);

    /** Of the length and the letters that such keys have. */
    private static final String MADE_UP = "sk-000000000000000000000000000000000000000000000000";

    private static final String MADE_UP_BEDROCK = "AKIA0000000000000000:0000000000000000000000000000000000000000";

    /** Resources that tell about the key itself, where the list of models is public. */
    private static final Map<String, String> OWN_PATHS = Map.of("openrouter", "/key");

    private final Targets targets;
    private final Transports transports;
    private final Trials trials;

    CredentialCheck(Targets targets, Transports transports, Trials trials) {
        this.targets = targets;
        this.transports = transports;
        this.trials = trials;
    }

    /** How a provider's credentials can be checked. */
    public enum Way {
        /** By a list that only a valid one gets. */
        LIST,
        /** By a call for a model that does not exist. */
        UNKNOWN_MODEL,
        /** Not at all: the provider lets anybody in, or tells nobody anything. */
        NONE
    }

    /**
     * A credential, ready to be checked.
     *
     * @throws io.tollgate.vault.VaultException when it cannot be decrypted
     */
    public Target target(Provider provider, Credential credential) {
        return targets.of(provider, credential, transports.of(provider));
    }

    /**
     * Finds out how the credentials of a target's provider can be checked, with at most two calls; absent when nobody
     * answers.
     */
    public @Nullable Way way(Target target) {
        if (target.transport() instanceof DemoTransport) {
            return Way.NONE;
        }
        Target nobody = madeUp(target);
        Way listing = path(target).isEmpty() ? Way.NONE : refusing(nobody, Way.LIST);
        return listing == Way.NONE ? refusing(nobody, Way.UNKNOWN_MODEL) : listing;
    }

    /** The way, where it keeps out who is made up. */
    private @Nullable Way refusing(Target nobody, Way way) {
        return switch (check(nobody, way)) {
            case Validity.Refused _ -> way;
            case Validity.Unreachable _ -> null;
            case Validity.Valid _, Validity.Undecided _ -> Way.NONE;
        };
    }

    private static Target madeUp(Target target) {
        boolean bedrock = target.profile().dialect().name().equals("bedrock");
        return new Target(
                target.providerId(),
                target.providerName(),
                target.baseUrl(),
                target.profile(),
                NOBODY,
                Secret.of(bedrock ? MADE_UP_BEDROCK : MADE_UP),
                target.transport());
    }

    private static String path(Target target) {
        return OWN_PATHS.getOrDefault(
                target.profile().preset(), target.profile().dialect().modelsPath());
    }

    /** Checks a credential in a way that was found before; {@link Way#NONE} finds nothing out. */
    public Validity check(Target target, Way way) {
        return switch (way) {
            case LIST -> listed(target);
            case UNKNOWN_MODEL -> asked(target);
            case NONE -> new Validity.Undecided("not_checkable");
        };
    }

    /** A key may be allowed to call models, and not to list them: 403 alone does not tell. */
    private Validity listed(Target target) {
        try (ProviderResponse response = target.transport().fetch("GET", path(target), target)) {
            read(response);
            return new Validity.Valid();
        } catch (ProviderException e) {
            Validity found = Validity.of(e.failure());
            return found instanceof Validity.Refused(int status) && status == 403 ? asked(target) : found;
        }
    }

    /** To the end, which gives the connection back. */
    private static void read(ProviderResponse response) throws ProviderException {
        try {
            response.body().skip(MAX_BODY);
            response.finish();
        } catch (IOException e) {
            throw response.failed(e);
        }
    }

    /** Whoever is told that there is no such model, or that the request is wrong, was let in before. */
    private Validity asked(Target target) {
        ProviderFailure failure = trials.failure(Trial.of(NO_MODEL), target);
        return failure == null
                        || failure instanceof ProviderFailure.ModelMissing
                        || failure instanceof ProviderFailure.Rejected
                ? new Validity.Valid()
                : Validity.of(failure);
    }
}
