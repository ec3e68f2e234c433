package io.tollgate.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fetches files that an administrator names: over https, from public addresses whatever else is allowed, without
 * following redirects, and no more than is asked for.
 */
@Component
public final class PriceListFetcher implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration IN_ALL = Duration.ofMinutes(2);
    private static final Timeout ANSWER = Timeout.ofSeconds(30);
    private static final int OK = 200;

    private final HttpPool pool;
    private final Duration patience;

    PriceListFetcher() {
        this(new AddressRules(List.of()), null, IN_ALL);
    }

    /**
     * @param caPem a certificate authority trusted beside the usual ones
     * @param patience for how long an answer is awaited in all
     */
    PriceListFetcher(AddressRules rules, @Nullable String caPem, Duration patience) {
        this.patience = patience;
        this.pool = new HttpPool(new HttpPool.Key(null, caPem, CONNECT, false, false), rules);
    }

    /** Whether it is an address that may be asked. */
    public static boolean isAddress(String url) {
        return uri(url).isPresent();
    }

    /**
     * The file behind an address.
     *
     * @param most no more bytes than these
     * @return empty when it cannot be had: the address is refused, unreachable, or answers with anything but a file
     */
    public Optional<byte[]> fetch(String url, int most) {
        return uri(url).flatMap(uri -> fetch(uri, most));
    }

    private Optional<byte[]> fetch(URI uri, int most) {
        HttpGet get = new HttpGet(uri);
        get.setConfig(RequestConfig.custom()
                .setResponseTimeout(ANSWER)
                .setRedirectsEnabled(false)
                .build());
        get.addHeader("Accept", "application/json, text/plain");
        get.addHeader("Accept-Encoding", "identity");
        HttpHost host = new HttpHost("https", uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort());
        try (var _ = Deadline.start(patience, get);
                ClassicHttpResponse response = pool.client().executeOpen(host, get, null)) {
            return read(response, most);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> read(ClassicHttpResponse response, int most) throws IOException {
        if (response.getCode() != OK || response.getEntity() == null) {
            return Optional.empty();
        }
        InputStream in = response.getEntity().getContent();
        byte[] bytes = in.readNBytes(most + 1);
        return bytes.length > most ? Optional.empty() : Optional.of(bytes);
    }

    private static Optional<URI> uri(String url) {
        try {
            URI uri = new URI(url.strip());
            boolean fine =
                    "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
            return fine ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
