package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a call to a provider did not give an answer. */
public sealed interface ProviderFailure {

    /** When to ask again what will be possible again at once. */
    Duration SOON = Duration.ofSeconds(1);

    /** No connection: name not found, refused, TLS. */
    record Unreachable(String code, String what) implements ProviderFailure {}

    /** The address may not be called. */
    record AddressRefused() implements ProviderFailure {}

    /** A deadline passed. */
    record TimedOut(Phase phase) implements ProviderFailure {}

    /** The connection broke after the request was sent. */
    record Broken() implements ProviderFailure {}

    /** The provider refuses our credential. */
    record Unauthorized(int status) implements ProviderFailure {}

    /** The provider's account has no money left, until a moment that it may say. */
    record OutOfCredit(@Nullable Duration reset) implements ProviderFailure {}

    /** The provider wants fewer requests. */
    record RateLimited(GatewayError error) implements ProviderFailure {}

    /** The provider has trouble of its own: 5xx. */
    record Unavailable(GatewayError error) implements ProviderFailure {}

    /** The provider finds the request wrong, or against its rules: any other 4xx. */
    record Rejected(GatewayError error) implements ProviderFailure {}

    /** Request and answer are longer together than the model can take. */
    record TooLong(GatewayError error) implements ProviderFailure {}

    /** The provider does not have the model, or not for this credential. */
    record ModelMissing(GatewayError error) implements ProviderFailure {}

    /** Nobody was asked: all who serve the model are left alone at present. */
    record Resting(GatewayError error) implements ProviderFailure {}

    /** The request cannot be said in the provider's dialect. */
    record Unsupported(GatewayError error) implements ProviderFailure {}

    /** Every connection to the provider that there may be is in use. */
    record Crowded() implements ProviderFailure {}

    /**
     * Nobody waits for an answer any more.
     *
     * @param asked whether the provider was asked at all
     */
    record Abandoned(Cancellation.Reason reason, boolean asked) implements ProviderFailure {}

    /** The answer is not what was asked for. */
    record BadAnswer(String code, String what) implements ProviderFailure {}

    /** The part of a call a deadline is for. */
    enum Phase {
        CONNECT,
        FIRST_BYTE,
        IDLE,
        TOTAL
    }

    /** Whether anybody else may do better: everything but a wrong request, or one that nobody waits for. */
    default boolean isWorthAnother() {
        return !(this instanceof Rejected || this instanceof Abandoned);
    }

    /** Whether the same candidate may do better if it is asked again: not what is silent, or wrong by its nature. */
    default boolean isWorthRepeating() {
        return switch (this) {
            case Unreachable(String code, String _) -> !code.equals("upstream_tls");
            case BadAnswer(String code, String _) ->
                !code.equals("upstream_redirect") && !code.equals("upstream_too_large");
            case Broken _, RateLimited _, Unavailable _ -> true;
            case AddressRefused _,
                    TimedOut _,
                    Unauthorized _,
                    OutOfCredit _,
                    Rejected _,
                    TooLong _,
                    ModelMissing _,
                    Resting _,
                    Crowded _,
                    Abandoned _,
                    Unsupported _ -> false;
        };
    }

    /** Whether the credential, rather than the provider, is why: another credential may do better at once. */
    default boolean isOfCredential() {
        return this instanceof Unauthorized || this instanceof OutOfCredit || this instanceof RateLimited;
    }

    /** Whether the provider may have done the work and charge for it, though there is no answer. */
    default boolean isAmbiguous() {
        return switch (this) {
            case TimedOut(Phase phase) -> phase != Phase.CONNECT;
            case Broken _, BadAnswer _ -> true;
            case Unavailable(GatewayError error) -> error.status() != 503 && error.status() != 529;
            case Abandoned(Cancellation.Reason _, boolean asked) -> asked;
            case Unreachable _,
                    AddressRefused _,
                    Crowded _,
                    Unauthorized _,
                    OutOfCredit _,
                    RateLimited _,
                    Rejected _,
                    TooLong _,
                    ModelMissing _,
                    Resting _,
                    Unsupported _ -> false;
        };
    }

    /** The same, with another word on when to ask again, where it can have one. */
    default ProviderFailure retryAfter(Duration wait) {
        if (this instanceof RateLimited limited) {
            return new RateLimited(limited.error.retryAfter(wait));
        }
        return this instanceof Unavailable unavailable ? new Unavailable(unavailable.error.retryAfter(wait)) : this;
    }

    /** The HTTP status the provider answered with; absent when that is not known, or none came. */
    default @Nullable Integer answeredWith() {
        return switch (this) {
            case Unauthorized(int status) -> status;
            case RateLimited _, Unavailable _, Rejected _, TooLong _, ModelMissing _ -> error().status();
            case Unreachable _,
                    AddressRefused _,
                    TimedOut _,
                    Broken _,
                    OutOfCredit _,
                    Resting _,
                    Crowded _,
                    Abandoned _,
                    Unsupported _,
                    BadAnswer _ -> null;
        };
    }

    /** What the caller is told. */
    default GatewayError error() {
        return switch (this) {
            case Unreachable(String code, String what) -> GatewayError.server(502, code, what);
            case AddressRefused() ->
                GatewayError.server(502, "upstream_address_refused", "The provider's address may not be called.");
            case TimedOut(Phase phase)
            when phase == Phase.CONNECT ->
                GatewayError.server(
                        504, "upstream_connect_timeout", "The provider did not accept a connection in time.");
            case TimedOut(Phase phase)
            when phase == Phase.IDLE ->
                GatewayError.server(504, "upstream_stalled", "The provider stopped in the middle of its answer.");
            case TimedOut(Phase _) ->
                GatewayError.server(504, "upstream_timeout", "The provider did not answer in time.");
            case Broken() -> GatewayError.server(502, "upstream_reset", "The connection to the provider broke.");
            case Unauthorized(int _) ->
                GatewayError.server(
                        502,
                        "upstream_auth_error",
                        "The provider refuses the gateway's credential: tell its administrator.");
            case OutOfCredit _ ->
                GatewayError.server(
                        503,
                        "upstream_quota",
                        "The gateway's account at the provider has no credit left: tell its administrator.");
            case RateLimited(GatewayError error) -> error;
            case Unavailable(GatewayError error) -> error;
            case Rejected(GatewayError error) -> error;
            case TooLong(GatewayError error) -> error;
            case ModelMissing(GatewayError error) -> error;
            case Resting(GatewayError error) -> error;
            case Unsupported(GatewayError error) -> error;
            case Crowded() ->
                GatewayError.server(503, "overloaded", "Too many calls to the provider are under way.")
                        .retryAfter(SOON);
            case Abandoned(Cancellation.Reason reason, boolean _) ->
                switch (reason) {
                    case CLIENT_GONE -> GatewayError.server(499, "client_cancelled", "The client is gone.");
                    case STOPPING ->
                        GatewayError.server(503, "server_shutting_down", "The gateway is stopping: ask again.")
                                .retryAfter(SOON);
                    case INTERRUPTED ->
                        GatewayError.server(503, "request_interrupted", "The request was interrupted: ask again.")
                                .retryAfter(SOON);
                };
            case BadAnswer(String code, String what) -> GatewayError.server(502, code, what);
        };
    }

    /** When the provider wants to be asked again, where it says so. */
    default @Nullable Duration retryAfter() {
        return error().retryAfter();
    }
}
