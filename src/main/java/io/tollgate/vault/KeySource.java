package io.tollgate.vault;

import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.PrivateFile;
import io.tollgate.vault.VaultException.Reason.TwoSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The one place the master key comes from. */
sealed interface KeySource {

    /** For people: what names or holds the key. */
    String name();

    /** A file the operator provides. */
    record GivenFile(PrivateFile file) implements KeySource {
        @Override
        public String name() {
            return "TOLLGATE_MASTER_KEY_FILE (" + file.path() + ")";
        }
    }

    /** A key or passphrase among the settings. */
    record Setting(Secret value) implements KeySource {
        @Override
        public String name() {
            return "ENCRYPTION_KEY";
        }
    }

    /** A file in the data directory, made when nothing was ever encrypted. */
    record OwnFile(PrivateFile file) implements KeySource {
        @Override
        public String name() {
            return file.path().toString();
        }
    }

    /**
     * Finds the source.
     *
     * @throws VaultException when there are two
     */
    static KeySource find(Environment environment, DataDirectory directory) {
        OwnFile own = new OwnFile(directory.privateFile("master.key"));
        List<KeySource> found = new ArrayList<>();
        String file = setting(environment, "tollgate.master-key-file", "TOLLGATE_MASTER_KEY_FILE");
        if (file != null) {
            found.add(new GivenFile(new PrivateFile(Path.of(file))));
        }
        String key = setting(environment, "tollgate.encryption-key", "ENCRYPTION_KEY");
        if (key != null) {
            found.add(new Setting(Secret.of(key)));
        }
        if (own.file().exists() || found.isEmpty()) {
            found.add(own);
        }
        if (found.size() > 1) {
            String names =
                    String.join(" and ", found.stream().map(KeySource::name).toList());
            throw new VaultException(new TwoSources("The master key has more than one source: " + names + "."));
        }
        return found.getFirst();
    }

    private static @Nullable String setting(Environment environment, String... names) {
        for (String name : names) {
            String value = environment.getProperty(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}
