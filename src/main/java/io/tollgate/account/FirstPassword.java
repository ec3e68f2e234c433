package io.tollgate.account;

import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** The file with the first administrator's password: there from the start that made it until it is changed. */
@Component
public class FirstPassword {

    private static final String NAME = "admin.password";
    private static final int LENGTH = 20;

    /** Letters and digits that are not mistaken for one another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final DataDirectory directory;
    private final SecureRandom random = new SecureRandom();

    FirstPassword(DataDirectory directory) {
        this.directory = directory;
    }

    /** Where the file is while there is one. */
    public Path file() {
        return directory.file(NAME);
    }

    /** Makes a random password and writes it to the file, readable by its owner only. */
    String issue() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        forget();
        directory.createPrivate(NAME, (text + "\n").getBytes(StandardCharsets.UTF_8));
        return text.toString();
    }

    /** Deletes the file. */
    void forget() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
