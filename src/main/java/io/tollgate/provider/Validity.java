package io.tollgate.provider;

/** What a check of a credential found. */
public sealed interface Validity {

    /** The provider knows it. */
    record Valid() implements Validity {}

    /**
     * The provider refuses it.
     *
     * @param status the HTTP status of the refusal
     */
    record Refused(int status) implements Validity {}

    /**
     * Nobody answered, or not in order: of the credential that says nothing.
     *
     * @param code what went wrong
     */
    record Unreachable(String code) implements Validity {}

    /**
     * The provider answered something else, for instance that it is asked too often.
     *
     * @param code what it said
     */
    record Undecided(String code) implements Validity {}

    /** What a failed call for a list says. */
    static Validity of(ProviderFailure failure) {
        return switch (failure) {
            case ProviderFailure.Unauthorized(int status) -> new Refused(status);
            case ProviderFailure.Unreachable _,
                    ProviderFailure.AddressRefused _,
                    ProviderFailure.TimedOut _,
                    ProviderFailure.Broken _,
                    ProviderFailure.Unavailable _,
                    ProviderFailure.BadAnswer _ ->
                new Unreachable(failure.error().code());
            case ProviderFailure.OutOfCredit _,
                    ProviderFailure.RateLimited _,
                    ProviderFailure.Rejected _,
                    ProviderFailure.TooLong _,
                    ProviderFailure.ModelMissing _,
                    ProviderFailure.Resting _,
                    ProviderFailure.Crowded _,
                    ProviderFailure.Abandoned _,
                    ProviderFailure.Unsupported _ ->
                new Undecided(failure.error().code());
        };
    }
}
