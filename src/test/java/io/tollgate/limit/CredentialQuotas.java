package io.tollgate.limit;

import java.util.UUID;

/** What credentials may use, for tests elsewhere. */
public final class CredentialQuotas {

    private final LimitBook.Draft draft = new LimitBook(Time.utc().clocks(), new NoHistory()).draft();

    /** So many requests a minute. */
    public Quota requests(UUID credentialId, long perMinute) {
        return Quota.of(draft.allowance(Scope.CREDENTIAL, credentialId, Quotas.rpm(perMinute), null, 0));
    }
}
