package io.tollgate.vault;

import io.tollgate.storage.PrivateFile;
import io.tollgate.storage.StorageException;
import io.tollgate.vault.Opening.Ready;
import io.tollgate.vault.Opening.Refused;
import io.tollgate.vault.VaultException.Reason.Sealed;
import java.util.Optional;

/**
 * Loads the master key and holds it against the check value that the first start left in the database. Only where there
 * is no check value yet is anything made or written.
 */
final class MasterKeyCheck {

    private static final String CHECK = "master.check";
    private static final String DERIVATION = "master.derivation";
    private static final String KNOWN_TEXT = "tollgate master key check";
    private static final int SHORTEST_PASSPHRASE = 12;

    private final KeySource source;
    private final VaultEntries entries;

    MasterKeyCheck(KeySource source, VaultEntries entries) {
        this.source = source;
        this.entries = entries;
    }

    Opening<MasterKey> open() {
        try {
            Optional<String> check = entries.find(CHECK);
            MasterKey key = new MasterKey(load(check.isEmpty()));
            String stored = check.orElseGet(() -> entries.findOrAdd(CHECK, key.encrypt(KNOWN_TEXT)));
            return fits(key, stored) ? new Ready<>(key) : new Refused<>(wrongKey());
        } catch (VaultException refused) {
            return new Refused<>(refused.reason().message());
        } catch (StorageException unreadable) {
            return new Refused<>(
                    unreadable.reason().problem() + " " + unreadable.reason().action());
        }
    }

    private byte[] load(boolean first) {
        return switch (source) {
            case KeySource.GivenFile given -> read(given.file());
            case KeySource.Setting setting -> derive(setting.value(), first);
            case KeySource.OwnFile own -> {
                if (first) {
                    own.file().create(KeyBytes.newFile());
                }
                yield read(own.file());
            }
        };
    }

    private byte[] read(PrivateFile file) {
        if (!file.exists()) {
            throw sealed("The master key is missing: " + source.name() + " does not exist. Put back the key this"
                    + " database was made with, as that file or by the setting it came from.");
        }
        return KeyBytes.parse(file.read())
                .orElseThrow(() -> sealed("The master key in " + source.name()
                        + " is not 32 bytes, plain or in Base64. Put back the right file."));
    }

    private byte[] derive(Secret value, boolean first) {
        Optional<byte[]> raw = KeyBytes.parse(value.reveal());
        if (raw.isPresent()) {
            return raw.get();
        }
        if (value.reveal().length() < SHORTEST_PASSPHRASE) {
            throw sealed("ENCRYPTION_KEY is neither 32 bytes in Base64 nor a passphrase of at least "
                    + SHORTEST_PASSPHRASE + " characters.");
        }
        String derivation = first
                ? entries.findOrAdd(DERIVATION, Passphrase.random().text())
                : entries.find(DERIVATION).orElseThrow(() -> sealed(wrongKey()));
        return Passphrase.parse(derivation).key(value);
    }

    private static boolean fits(MasterKey key, String check) {
        try {
            return key.decrypt(check).equals(KNOWN_TEXT);
        } catch (VaultException otherKey) {
            return false;
        }
    }

    private String wrongKey() {
        return "The master key from " + source.name() + " is not the one this database was made with. Put back that"
                + " key; nothing was changed.";
    }

    private static VaultException sealed(String reason) {
        return new VaultException(new Sealed(reason));
    }
}
