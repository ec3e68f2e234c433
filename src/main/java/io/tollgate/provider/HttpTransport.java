package io.tollgate.provider;

import io.tollgate.dialect.Body;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderFailure.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Calls over HTTP/1.1 with a pool of connections of its own. The headers sent are these and no others. */
public final class HttpTransport implements Transport {

    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int MOST_URIS = 1000;
    /** Until then a kept connection that ends is one that the provider had closed already. */
    private static final long STALE_NANOS = 1_000_000_000L;

    private final HttpPool pool;
    private final Watchdog watchdog;
    private final UpstreamErrors errors;
    private final ProviderSettings.Deadlines deadlines;
    private final RequestConfig config;
    private final HttpHost host;
    private final String origin;
    private final String basePath;
    private final Profile profile;
    /** By what follows the base path: models and operations. */
    private final Map<String, URI> uris = new ConcurrentHashMap<>();

    HttpTransport(
            BaseUrl url,
            Profile profile,
            HttpPool pool,
            Watchdog watchdog,
            UpstreamErrors errors,
            ProviderSettings.Deadlines deadlines) {
        this.host = new HttpHost(url.scheme(), url.host(), url.port());
        this.origin = url.origin();
        this.basePath = url.path();
        this.profile = profile;
        this.pool = pool;
        this.watchdog = watchdog;
        this.errors = errors;
        this.deadlines = deadlines;
        this.config = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(deadlines.lease()))
                .setResponseTimeout(Timeout.DISABLED) // the watchdog keeps time; a timer per read costs more
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setContentCompressionEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setExpectContinueEnabled(false)
                .build();
    }

    HttpPool pool() {
        return pool;
    }

    @Override
    public ProviderResponse call(ProviderRequest request, Target target, Cancellation cancellation)
            throws ProviderException {
        String path = profile.pathOf(request);
        URI uri = uris.get(path);
        if (uri == null) {
            uri = URI.create(basePath + path);
            if (uris.size() < MOST_URIS) { // a model with a star in its name has as many as clients think of
                uris.put(path, uri);
            }
        }
        return post(uri, request, target, cancellation);
    }

    /**
     * Sends a request to a path that will not be asked for again.
     *
     * @throws ProviderException when there is no answer, or none with status 2xx
     */
    ProviderResponse callOnce(ProviderRequest request, Target target, Cancellation cancellation)
            throws ProviderException {
        return post(URI.create(basePath + profile.pathOf(request)), request, target, cancellation);
    }

    private ProviderResponse post(URI uri, ProviderRequest request, Target target, Cancellation cancellation)
            throws ProviderException {
        HttpPost post = new HttpPost(uri);
        request.headers().forEach(post::addHeader);
        post.setEntity(new RequestEntity(request));
        if (!request.headers().containsKey(HttpHeaders.ACCEPT)) {
            post.addHeader(HttpHeaders.ACCEPT, request.streamed() ? "text/event-stream, application/json" : "*/*");
        }
        sign(post, uri, request.body(), target);
        return send(post, target, cancellation);
    }

    @Override
    public ProviderResponse fetch(String method, String path, Target target) throws ProviderException {
        URI uri = URI.create(basePath + path);
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        request.addHeader(HttpHeaders.ACCEPT, "application/json");
        sign(request, uri, Body.of(""), target);
        return send(request, target, new Cancellation());
    }

    private void sign(HttpUriRequestBase request, URI uri, Body body, Target target) {
        if (profile.signer() != null) {
            profile.signer()
                    .headers(request.getMethod(), URI.create(origin + uri), body, target.secret())
                    .forEach(request::addHeader);
        }
    }

    private ProviderResponse send(HttpUriRequestBase request, Target target, Cancellation cancellation)
            throws ProviderException {
        request.setConfig(config);
        for (Map.Entry<String, String> header : profile.headers().entrySet()) {
            if (!request.containsHeader(header.getKey())) {
                request.addHeader(header.getKey(), Profile.filled(header.getValue(), target.secret()));
            }
        }
        request.addHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        request.addHeader(HttpHeaders.USER_AGENT, "Tollgate");
        cancellation.begin(request::cancel);
        Watchdog.Watch watch = watchdog.watch(deadlines, request::cancel);
        ConnectionUse use = new ConnectionUse();
        boolean open = false;
        try {
            ClassicHttpResponse response = open(request, use);
            request.setEntity(null); // an answer may take long, and what was sent is not wanted again
            HttpResponse answer =
                    HttpResponse.of(request, response, watch, cancellation, () -> errors.usedUp(headers(response)));
            open = true;
            if (response.getCode() / 100 != 2) {
                throw refused(response, answer, target);
            }
            if (isPacked(response)) {
                answer.close();
                throw new ProviderException(new BadAnswer(
                        "upstream_bad_response", "The provider's answer is packed, which nobody asked for."));
            }
            if (answer.comesInFrames()) {
                watch.stream();
            }
            return answer;
        } catch (IOException | CancellationException e) {
            ProviderFailure abandoned = cancellation.failure(use.isUsed());
            throw new ProviderException(abandoned == null ? failure(e, watch.expired()) : abandoned, e);
        } finally {
            if (!open) {
                watch.end();
            }
        }
    }

    /** Sends a request; once more where it was sent over a kept connection that the provider was about to close. */
    private ClassicHttpResponse open(HttpUriRequestBase request, ConnectionUse use) throws IOException {
        long started = System.nanoTime();
        try {
            return pool.client().executeOpen(host, request, use);
        } catch (IOException e) {
            if (!use.isStale() || request.isCancelled() || System.nanoTime() - started > STALE_NANOS) {
                throw e;
            }
            request.removeHeaders(HttpHeaders.CONTENT_LENGTH); // is added on the way out, and may not be there twice
            return pool.newClient().executeOpen(host, request, null);
        }
    }

    private static boolean isPacked(ClassicHttpResponse response) {
        Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding != null
                && !encoding.getValue().isBlank()
                && !encoding.getValue().strip().equalsIgnoreCase("identity");
    }

    /** What a redirect says beside where to is of no use. */
    private ProviderException refused(ClassicHttpResponse response, HttpResponse answer, Target target) {
        try (answer) {
            answer.refuses();
            byte[] body = response.getCode() / 100 == 3 ? new byte[0] : readSome(answer.body());
            return new ProviderException(errors.failure(
                    response.getCode(), new String(body, StandardCharsets.UTF_8), headers(response), target));
        }
    }

    private static Function<String, @Nullable String> headers(ClassicHttpResponse response) {
        return name -> {
            Header header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        };
    }

    private static byte[] readSome(InputStream in) {
        try {
            byte[] body = in.readNBytes(MAX_ERROR_BODY);
            in.read(); // reaching the end gives the connection back
            return body;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static ProviderFailure failure(Exception e, @Nullable Phase expired) {
        if (expired != null) {
            return new ProviderFailure.TimedOut(expired);
        }
        return switch (cause(e)) {
            case HttpPool.AddressRefusedException _ -> new ProviderFailure.AddressRefused();
            case ConnectTimeoutException _ -> new ProviderFailure.TimedOut(Phase.CONNECT);
            case ConnectionRequestTimeoutException _, CancellationException _ -> new ProviderFailure.Crowded();
            case UnknownHostException _ ->
                new ProviderFailure.Unreachable("upstream_dns", "The provider's host name does not resolve.");
            case SSLException _ ->
                new ProviderFailure.Unreachable("upstream_tls", "No trusted connection to the provider could be made.");
            case ConnectException _ ->
                new ProviderFailure.Unreachable("upstream_unreachable", "The provider refuses connections.");
            case NoRouteToHostException _ ->
                new ProviderFailure.Unreachable("upstream_unreachable", "The provider cannot be reached.");
            case SocketTimeoutException _ -> new ProviderFailure.TimedOut(Phase.FIRST_BYTE);
            default -> new ProviderFailure.Broken();
        };
    }

    /** What an outbound proxy's route found out comes wrapped twice. */
    private static Exception cause(Exception e) {
        return e instanceof ClientProtocolException
                        && e.getCause() != null
                        && e.getCause().getCause() instanceof UnknownHostException unknown
                ? unknown
                : e;
    }

    /** Sends the body piece by piece. */
    private static final class RequestEntity extends AbstractHttpEntity {

        private final Body body;

        private RequestEntity(ProviderRequest request) {
            super(request.contentType(), null);
            this.body = request.body();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public InputStream getContent() {
            throw new IllegalStateException("The body is written, not read");
        }

        @Override
        public void close() {
            // the pieces belong to the request
        }
    }
}
