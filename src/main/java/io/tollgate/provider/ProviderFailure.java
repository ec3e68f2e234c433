package io.tollgate.provider;

import io.tollgate.chat.GatewayError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a call to a provider did not give an answer. */
public sealed interface ProviderFailure {

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

    /** The provider wants fewer requests. */
    record RateLimited(GatewayError error) implements ProviderFailure {}

    /** The provider has trouble of its own: 5xx. */
    record Unavailable(GatewayError error) implements ProviderFailure {}

    /** The provider finds the request wrong: any other 4xx. */
    record Rejected(GatewayError error) implements ProviderFailure {}

    /** The request cannot be said in the provider's dialect. */
    record Unsupported(GatewayError error) implements ProviderFailure {}

    /** The answer is not what was asked for. */
    record BadAnswer(String code, String what) implements ProviderFailure {}

    /** The part of a call a deadline is for. */
    enum Phase {
        CONNECT,
        FIRST_BYTE,
        IDLE,
        TOTAL
    }

    /** Whether another candidate may do better: everything but a wrong request. */
    default boolean isWorthAnother() {
        return !(this instanceof Rejected);
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
            case RateLimited(GatewayError error) -> error;
            case Unavailable(GatewayError error) -> error;
            case Rejected(GatewayError error) -> error;
            case Unsupported(GatewayError error) -> error;
            case BadAnswer(String code, String what) -> GatewayError.server(502, code, what);
        };
    }

    /** When the provider wants to be asked again, where it says so. */
    default @Nullable Duration retryAfter() {
        return error().retryAfter();
    }
}
