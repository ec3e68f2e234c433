package io.tollgate.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where an upstream API answers, in its normal form: scheme, host, port and the path up to and including the version.
 * {@code https://h}, {@code https://h/v1}, {@code https://h/v1/} and {@code https://h/v1/chat/completions} are the
 * same.
 */
public record BaseUrl(String scheme, String host, int port, String path) {

    private static final Pattern VERSION = Pattern.compile(".*/v\\d+[a-z0-9]*(/.*)?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
    private static final String[] ENDPOINTS = {
        "/chat/completions", "/completions", "/embeddings", "/responses", "/messages"
    };

    /** What is wrong with a text that is no base URL. */
    public enum Flaw {
        SYNTAX("The base URL is not a valid URL."),
        SCHEME("The base URL starts with https:// or http://."),
        HOST("The base URL has no valid host name."),
        USER("The base URL holds no user name or password: type the key as a credential."),
        QUERY("The base URL has no query and no fragment."),
        PORT("The base URL's port is between 1 and 65535."),
        PATH("The base URL's path is not plain.");

        private final String correction;

        Flaw(String correction) {
            this.correction = correction;
        }
    }

    /** A text that is no base URL; its message says what to correct. */
    public static final class FlawedException extends IllegalArgumentException {

        private final Flaw flaw;

        private FlawedException(Flaw flaw) {
            super(flaw.correction);
            this.flaw = flaw;
        }

        public Flaw flaw() {
            return flaw;
        }
    }

    /**
     * Of an API like OpenAI's, whose version is {@code /v1}.
     *
     * @throws FlawedException saying what to correct
     */
    public static BaseUrl parse(String text) {
        return parse(text, "/v1");
    }

    /**
     * Of any API.
     *
     * @param version path added where the text has no version; empty for none
     * @throws FlawedException saying what to correct
     */
    public static BaseUrl parse(String text, String version) {
        URI uri = uri(text.strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("https") || scheme.equals("http"), Flaw.SCHEME);
        require(uri.getHost() != null && HOST.matcher(uri.getHost()).matches(), Flaw.HOST);
        require(uri.getUserInfo() == null, Flaw.USER);
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, Flaw.QUERY);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        require(port >= 1 && port <= 65535, Flaw.PORT);
        return new BaseUrl(scheme, uri.getHost().toLowerCase(Locale.ROOT), port, normalPath(uri.getRawPath(), version));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new FlawedException(Flaw.SYNTAX);
        }
    }

    private static String normalPath(String raw, String version) {
        String path = raw.replaceAll("/+$", "");
        require(!path.contains("//") && !path.contains("..") && !path.contains(";"), Flaw.PATH);
        for (String endpoint : ENDPOINTS) {
            if (path.endsWith(endpoint)) {
                path = path.substring(0, path.length() - endpoint.length());
                break;
            }
        }
        return VERSION.matcher(path).matches() ? path : path + version;
    }

    private static void require(boolean condition, Flaw otherwise) {
        if (!condition) {
            throw new FlawedException(otherwise);
        }
    }

    /** Whether what is sent there is not encrypted. */
    boolean isPlain() {
        return scheme.equals("http");
    }

    /** Scheme, host and port: what a credential is bound to. */
    public String origin() {
        return scheme + "://" + authority();
    }

    /** Host and port; the port only where it is not the scheme's own. */
    public String authority() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return usual ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return origin() + path;
    }
}
