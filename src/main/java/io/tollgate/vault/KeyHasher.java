package io.tollgate.vault;

import io.tollgate.vault.VaultException.Reason.Sealed;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes virtual keys with HMAC-SHA-256 under the pepper. Safe for use by many threads. */
public class KeyHasher {

    private static final String ALGORITHM = "HmacSHA256";

    /** Keeps these hashes apart from anything else made with the pepper. */
    private static final byte[] PURPOSE = "tollgate virtual key\0".getBytes(StandardCharsets.US_ASCII);

    private final Opening<Mac> template;

    KeyHasher(Opening<byte[]> pepper) {
        template = switch (pepper) {
            case Opening.Ready<byte[]>(byte[] key) -> new Opening.Ready<>(forVirtualKeys(key));
            case Opening.Refused<byte[]>(String reason) -> new Opening.Refused<>(reason);
        };
    }

    /**
     * The 32 bytes to store or look up for a virtual key.
     *
     * @throws VaultException when the pepper is missing
     */
    public byte[] hash(String virtualKey) {
        Mac mac = switch (template) {
            case Opening.Ready<Mac>(Mac ready) -> copy(ready);
            case Opening.Refused<Mac>(String reason) -> throw new VaultException(new Sealed(reason));
        };
        return mac.doFinal(virtualKey.getBytes(StandardCharsets.UTF_8));
    }

    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static Mac forVirtualKeys(byte[] pepper) {
        Mac mac = mac(pepper);
        mac.update(PURPOSE);
        return mac;
    }

    private static Mac copy(Mac template) {
        try {
            return (Mac) template.clone();
        } catch (CloneNotSupportedException notThisProvider) {
            throw new IllegalStateException(notThisProvider);
        }
    }
}
