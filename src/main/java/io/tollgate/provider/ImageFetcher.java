package io.tollgate.provider;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Media;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.Inliner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches images from addresses that clients name: over https, from public addresses whatever else is allowed, without
 * following redirects, and only what says it is an image.
 */
final class ImageFetcher implements Inliner, AutoCloseable {

    private static final int LARGEST = 20 * 1024 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration IN_ALL = Duration.ofMinutes(1);
    private static final Timeout ANSWER = Timeout.ofSeconds(15);
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final HttpPool pool;
    private final Duration patience;

    ImageFetcher() {
        this(new AddressRules(List.of()), null, IN_ALL);
    }

    /**
     * @param caPem a certificate authority trusted beside the usual ones
     * @param patience for how long an answer is awaited in all
     */
    ImageFetcher(AddressRules rules, @Nullable String caPem, Duration patience) {
        this.patience = patience;
        this.pool = new HttpPool(new HttpPool.Key(null, caPem, CONNECT, false, false), rules);
    }

    @Override
    public Media.Inline image(String url) throws DialectException {
        URI uri = uri(url);
        HttpGet get = new HttpGet(uri);
        get.setConfig(RequestConfig.custom()
                .setResponseTimeout(ANSWER)
                .setRedirectsEnabled(false)
                .build());
        get.addHeader("Accept", "image/*");
        get.addHeader("Accept-Encoding", "identity");
        HttpHost host = new HttpHost("https", uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort());
        try (var _ = Deadline.start(patience, get);
                ClassicHttpResponse response = pool.client().executeOpen(host, get, null)) {
            return read(response);
        } catch (IOException e) {
            throw refused("An image could not be fetched from its address.");
        }
    }

    private static URI uri(String url) throws DialectException {
        try {
            URI uri = new URI(url);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw refused("An image's address is not a valid URL.");
        }
        throw refused("Images are fetched from addresses that begin with https:// only: send the image itself.");
    }

    private static Media.Inline read(ClassicHttpResponse response) throws IOException, DialectException {
        Header header = response.getFirstHeader("Content-Type");
        String type = header == null ? "" : header.getValue();
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (response.getCode() != 200 || !TYPES.contains(media)) {
            throw refused("What is behind an image's address is no image: PNG, JPEG, GIF and WebP are known.");
        }
        try (InputStream in = response.getEntity().getContent()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused("An image is larger than 20 MB.");
            }
            return new Media.Inline(media, Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static DialectException refused(String message) {
        return new DialectException(invalidParam("messages", "invalid_image_url", message));
    }

    @Override
    public void close() {
        pool.close();
    }
}
