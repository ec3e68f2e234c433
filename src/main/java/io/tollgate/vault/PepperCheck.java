package io.tollgate.vault;

import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.PrivateFile;
import io.tollgate.storage.StorageException;
import io.tollgate.vault.Opening.Ready;
import io.tollgate.vault.Opening.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** Loads the pepper of the virtual keys' hashes and holds it against its own check value, as for the master key. */
final class PepperCheck {

    private static final String CHECK = "pepper.check";
    private static final String LABEL = "tollgate pepper check";

    private final PrivateFile file;
    private final VaultEntries entries;

    PepperCheck(DataDirectory directory, VaultEntries entries) {
        this.file = directory.privateFile("pepper.key");
        this.entries = entries;
    }

    /** @param mayWrite whether a first start may leave a new pepper and its check value */
    Opening<byte[]> open(boolean mayWrite) {
        Optional<String> check = entries.find(CHECK);
        if (check.isEmpty() && !mayWrite) {
            return new Refused<>("No pepper is made while the master key is not right.");
        }
        try {
            if (check.isEmpty()) {
                file.create(KeyBytes.newFile());
            }
            return file.exists() ? verify(check) : new Refused<>(problem("is missing"));
        } catch (StorageException unreadable) {
            return new Refused<>(
                    unreadable.reason().problem() + " " + unreadable.reason().action());
        }
    }

    private Opening<byte[]> verify(Optional<String> check) {
        Optional<byte[]> pepper = KeyBytes.parse(file.read());
        if (pepper.isEmpty()) {
            return new Refused<>(problem("is not 32 bytes, plain or in Base64"));
        }
        String expected =
                Base64.getEncoder().encodeToString(KeyHasher.mac(pepper.get()).doFinal(bytes(LABEL)));
        String stored = check.orElseGet(() -> entries.findOrAdd(CHECK, expected));
        return MessageDigest.isEqual(bytes(stored), bytes(expected))
                ? new Ready<>(pepper.get())
                : new Refused<>(problem("is not the one this database was made with"));
    }

    private String problem(String what) {
        return "The pepper of the virtual keys " + what + ". Put back " + file.path() + "; nothing was changed.";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
