package io.tollgate.vault;

import com.ulisesbocchio.jasyptspringboot.encryptor.SimpleGCMConfig;
import com.ulisesbocchio.jasyptspringboot.encryptor.SimpleGCMStringEncryptor;
import io.tollgate.vault.VaultException.Reason.Tampered;
import io.tollgate.vault.VaultException.Reason.UnknownKeyId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/** A 256-bit key and the encryption done with it. What it makes reads {@code <key id>:<Base64>}. */
final class MasterKey {

    static final int BYTES = 32;

    private static final String ID_LABEL = "tollgate master key id";

    private final String id;
    private final SimpleGCMStringEncryptor encryptor;

    MasterKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("A master key has " + BYTES + " bytes");
        }
        id = idOf(key);
        SimpleGCMConfig config = new SimpleGCMConfig();
        config.setActualKey(new SecretKeySpec(key, "AES"));
        encryptor = new SimpleGCMStringEncryptor(config);
    }

    /** Tells this key from others and tells nothing about it. */
    String id() {
        return id;
    }

    String encrypt(String text) {
        return id + ':' + encryptor.encrypt(text);
    }

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws VaultException when another key made it or anything in it was changed
     */
    String decrypt(String ciphertext) {
        int colon = ciphertext.indexOf(':');
        if (colon < 0) {
            throw new VaultException(new Tampered());
        }
        String keyId = ciphertext.substring(0, colon);
        if (!keyId.equals(id)) {
            throw new VaultException(new UnknownKeyId(keyId));
        }
        String encoded = ciphertext.substring(colon + 1);
        try {
            requireCanonical(encoded);
            return encryptor.decrypt(encoded);
        } catch (Exception rejected) { // the encryptor throws checked exceptions it does not declare
            throw new VaultException(new Tampered(), rejected);
        }
    }

    /** Base64 has spare bits at its end; changed ones would go unnoticed. */
    private static void requireCanonical(String encoded) {
        byte[] bytes = Base64.getDecoder().decode(encoded);
        if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
            throw new IllegalArgumentException("Not canonical Base64");
        }
    }

    private static String idOf(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ID_LABEL.getBytes(StandardCharsets.UTF_8));
            return "k" + HexFormat.of().formatHex(digest.digest(key), 0, 4);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
