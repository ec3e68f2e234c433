package io.tollgate.storage;

import java.nio.file.Path;

/**
 * Whether the database console is on, and how to log in to it.
 *
 * @param path below the context path
 * @param url JDBC URL, the only one the console connects to
 * @param user a database user that sees no secret and changes nothing
 * @param passwordFile where that user's password stands while the console is on
 */
public record H2ConsoleStatus(boolean enabled, String path, String url, String user, Path passwordFile) {

    static final String PATH = "/h2-console";

    static H2ConsoleStatus of(boolean enabled, DataDirectory directory) {
        return new H2ConsoleStatus(
                enabled, PATH, DatabaseFile.url(directory), "READER", directory.file("database-reader.password"));
    }
}
