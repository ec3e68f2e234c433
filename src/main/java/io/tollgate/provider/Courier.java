package io.tollgate.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Posts JSON to addresses that an administrator names: by the same rules on addresses as for providers, checked on what
 * is connected to, without following redirects, and never for long.
 */
@Component
public final class Courier implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST = 64 * 1024;

    private final HttpPool typed;
    private final HttpPool typedPlain;
    private final HttpPool declared;

    Courier(AddressRules rules) {
        this.typed = new HttpPool(new HttpPool.Key(null, null, CONNECT, false, false), rules);
        this.typedPlain = new HttpPool(new HttpPool.Key(null, null, CONNECT, false, true), rules);
        this.declared = new HttpPool(new HttpPool.Key(null, null, CONNECT, true, false), rules);
    }

    /** What came of it. */
    public sealed interface Answer {

        /** @param body its beginning */
        record Said(int status, String body) implements Answer {}

        record Failed(Trouble trouble) implements Answer {}
    }

    /** Why there is no answer. */
    public enum Trouble {
        /** The address may not be called. */
        REFUSED_ADDRESS,
        /** The name has no address. */
        UNKNOWN_HOST,
        TIMEOUT,
        UNREACHABLE
    }

    /** An address as it may be posted to: http or https, without a user and without a fragment. */
    public static Optional<URI> address(String url) {
        try {
            URI uri = new URI(url.strip());
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            boolean fine = web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
            return fine ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port of an address: what may be shown of it, since its path may hold a secret. */
    public static BaseUrl origin(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return new BaseUrl(scheme, address.getHost().toLowerCase(Locale.ROOT), port, "");
    }

    /**
     * Posts, and waits for the answer.
     *
     * @param inFile whether the address stands in a settings file, and may therefore be a private one
     * @param patience for how long an answer is awaited in all
     */
    public Answer post(URI address, Map<String, String> headers, byte[] json, boolean inFile, Duration patience) {
        HttpPost post = new HttpPost(address);
        post.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(patience))
                .setRedirectsEnabled(false)
                .build());
        headers.forEach(post::addHeader);
        post.addHeader("Accept", "application/json");
        post.addHeader("Accept-Encoding", "identity");
        post.addHeader("User-Agent", "Tollgate");
        post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        try (Deadline deadline = Deadline.start(patience, post)) {
            return post(address, post, inFile, deadline);
        }
    }

    private Answer post(URI address, HttpPost post, boolean inFile, Deadline deadline) {
        HttpPool pool = inFile ? declared : origin(address).isPlain() ? typedPlain : typed;
        try (ClassicHttpResponse response = pool.newClient().executeOpen(host(address), post, null)) {
            return new Answer.Said(response.getCode(), body(response.getEntity()));
        } catch (IOException e) {
            return new Answer.Failed(deadline.isPast() ? Trouble.TIMEOUT : trouble(e));
        }
    }

    private static HttpHost host(URI address) {
        BaseUrl origin = origin(address);
        return new HttpHost(origin.scheme(), origin.host(), origin.port());
    }

    private static String body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return "";
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = entity.getContent()) {
            out.write(in.readNBytes(MOST));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Trouble trouble(IOException e) {
        return switch (e) {
            case HttpPool.AddressRefusedException _ -> Trouble.REFUSED_ADDRESS;
            case UnknownHostException _ -> Trouble.UNKNOWN_HOST;
            case ConnectTimeoutException _, SocketTimeoutException _ -> Trouble.TIMEOUT;
            default -> Trouble.UNREACHABLE;
        };
    }

    @Override
    public void close() {
        typed.close();
        typedPlain.close();
        declared.close();
    }
}
