package io.tollgate.console;

import java.util.regex.Pattern;

/** The part of a JDBC URL that says where the database is: user names, passwords and parameters are cut off. */
final class JdbcUrl {

    private static final Pattern PARAMETERS = Pattern.compile("[;?].*", Pattern.DOTALL);
    private static final Pattern USER = Pattern.compile("//.*@");

    private JdbcUrl() {}

    static String withoutSecrets(String url) {
        return USER.matcher(PARAMETERS.matcher(url).replaceFirst("")).replaceFirst("//");
    }
}
