package io.tollgate.provider;

import io.tollgate.vault.Secret;
import java.util.UUID;

/**
 * One credential of one provider, ready to be called.
 *
 * @param transport how calls travel
 */
public record Target(
        UUID providerId, String providerName, BaseUrl baseUrl, UUID credentialId, Secret secret, Transport transport) {}
