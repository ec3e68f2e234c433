package io.tollgate.vault;

import io.tollgate.vault.VaultException.Reason.BoundElsewhere;
import io.tollgate.vault.VaultException.Reason.Sealed;
import java.util.UUID;

/**
 * Encrypts the credentials of providers. Each ciphertext names its key, and holds the provider and the origin it is
 * for: moved to another row or another base URL, it does not open. Safe for use by many threads.
 */
public class Vault {

    private final Opening<MasterKey> master;
    private final VaultState state;

    Vault(Opening<MasterKey> master, Opening<byte[]> pepper) {
        this.master = master;
        this.state = state(master, pepper);
    }

    /** Settled at start: what seals the vault is mended outside and followed by a restart. */
    public VaultState state() {
        return state;
    }

    /**
     * Encrypts a credential for one provider at one origin.
     *
     * @param origin scheme, host and port of the provider's base URL
     * @throws VaultException when the vault is sealed
     */
    public String encrypt(UUID providerId, String origin, Secret secret) {
        return key().encrypt(binding(providerId, origin) + secret.reveal());
    }

    /**
     * Decrypts a credential of that provider at that origin.
     *
     * @throws VaultException when the vault is sealed, or the ciphertext was changed, is bound elsewhere, or was made
     *     with another key
     */
    public Secret decrypt(UUID providerId, String origin, String ciphertext) {
        String text = key().decrypt(ciphertext);
        String binding = binding(providerId, origin);
        if (!text.startsWith(binding)) {
            throw new VaultException(new BoundElsewhere());
        }
        return Secret.of(text.substring(binding.length()));
    }

    private MasterKey key() {
        if (state instanceof VaultState.Sealed(String reason)) {
            throw new VaultException(new Sealed(reason));
        }
        return switch (master) {
            case Opening.Ready<MasterKey>(MasterKey key) -> key;
            case Opening.Refused<MasterKey>(String reason) -> throw new VaultException(new Sealed(reason));
        };
    }

    private static String binding(UUID providerId, String origin) {
        if (origin.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("An origin is one line");
        }
        return providerId + "\n" + origin + "\n";
    }

    private static VaultState state(Opening<MasterKey> master, Opening<byte[]> pepper) {
        return switch (master) {
            case Opening.Refused<MasterKey>(String reason) -> new VaultState.Sealed(reason);
            case Opening.Ready<MasterKey>(MasterKey key) ->
                switch (pepper) {
                    case Opening.Refused<byte[]>(String reason) -> new VaultState.Sealed(reason);
                    case Opening.Ready<byte[]> _ -> new VaultState.Open(key.id());
                };
        };
    }
}
