package io.tollgate.console;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Validity;
import io.tollgate.routing.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential, and how it is doing: of all models that it is used for, as the worst.
 *
 * @param reason why it is left alone; absent when it is not
 * @param until absent where only an administrator, or the next call, changes that
 * @param error the code of what went wrong the last time, also when all is well again
 * @param checked what the last check of all credentials found about it
 */
record CredentialLine(
        Credential row,
        CredentialState state,
        @Nullable Reason reason,
        @Nullable Instant until,
        @Nullable String error,
        @Nullable Instant errorAt,
        @Nullable Validity checked) {

    /** The word for what the check found; absent when there was none. */
    public @Nullable String found() {
        return switch (checked) {
            case null -> null;
            case Validity.Valid _ -> "valid";
            case Validity.Refused _ -> "refused";
            case Validity.Unreachable _ -> "unreachable";
            case Validity.Undecided _ -> "undecided";
        };
    }

    /** What the check was told: a status or a code; empty where there is nothing to tell. */
    public String told() {
        return switch (checked) {
            case null -> "";
            case Validity.Valid _ -> "";
            case Validity.Refused refused -> String.valueOf(refused.status());
            case Validity.Unreachable unreachable -> unreachable.code();
            case Validity.Undecided undecided -> undecided.code();
        };
    }

    /** Whether the provider may be told to use it again. */
    public boolean held() {
        return reason != null && state != CredentialState.DISABLED;
    }
}
