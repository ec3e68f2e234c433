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
        Transport transport) {}
