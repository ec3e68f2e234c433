package io.tollgate.provider;

import io.tollgate.vault.Secret;
import java.util.UUID;

/**
 * One credential of one provider, ready to be called.
 *
 * @param profile how it is spoken to
 * @param transport how calls travel
 */
public record Target(
        UUID providerId,
        String providerName,
        BaseUrl baseUrl,
        Profile profile,
        UUID credentialId,
        Secret secret,
        Transport transport) {

    /** What may be shown of the key. */
    public String hint() {
        return Credential.hint(secret);
    }

    /** Whether another one reaches the same place with the same secret. */
    public boolean isAs(Target other) {
        return secret.equals(other.secret) && baseUrl.equals(other.baseUrl);
    }
}
