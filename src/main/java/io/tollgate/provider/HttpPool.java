package io.tollgate.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one provider, and the client that uses them. Nothing is retried, redirected, remembered or unpacked
 * here.
 */
final class HttpPool implements AutoCloseable {

    private static final int MANY = 20_000;
    private static final Http1Config WIRE = Http1Config.custom()
            .setBufferSize(1024)
            .setChunkSizeHint(1024)
            .setMaxHeaderCount(200)
            .setMaxLineLength(16 * 1024)
            .build();
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue KEPT = TimeValue.ofMinutes(5);
    private static final long GRACE_NANOS = 60_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final PoolingHttpClientConnectionManager newConnections;
    private final CloseableHttpClient newClient;
    private volatile long unusedSince = NEVER;

    /**
     * What connections are made by; pools that would be made alike are shared.
     *
     * @param declared whether the provider stands in a settings file
     * @param plain whether it is called without encryption
     */
    record Key(@Nullable String proxy, @Nullable String caPem, Duration connect, boolean declared, boolean plain) {}

    /** For the gateway's own use. */
    HttpPool(Key key, AddressRules rules) {
        this(key, rules, MANY);
    }

    /** @param most how many connections there may be at one time to one address */
    HttpPool(Key key, AddressRules rules, int most) {
        DnsResolver dns = new CheckedDns(rules, key.declared() || key.proxy() != null, key.plain());
        SSLContext tls = tls(key.caPem());
        connections = connections(key, dns, tls, KEPT, most);
        client = client(key, rules, connections);
        newConnections = connections(key, dns, tls, TimeValue.ZERO_MILLISECONDS, most);
        newClient = client(key, rules, newConnections);
    }

    private static CloseableHttpClient client(Key key, AddressRules rules, PoolingHttpClientConnectionManager pool) {
        InterruptedLeases connections = new InterruptedLeases(pool);
        return key.proxy() == null
                ? HttpClients.createMinimal(connections)
                : HttpClients.custom()
                        .setConnectionManager(connections)
                        .setRoutePlanner(new ProxyRoute(httpHost(key.proxy()), rules, key.declared()))
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .disableDefaultUserAgent()
                        .build();
    }

    /** @throws IllegalArgumentException when it has no host, or a port that is none */
    static HttpHost httpHost(String proxy) {
        URI uri = URI.create(proxy);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("The outbound proxy has no host");
        }
        return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    }

    private static PoolingHttpClientConnectionManager connections(
            Key key, DnsResolver dns, SSLContext tls, TimeValue kept, int most) {
        PoolingHttpClientConnectionManagerBuilder builder = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(most)
                .setDnsResolver(dns)
                .setSchemePortResolver(DefaultSchemePortResolver.INSTANCE)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(WIRE)
                        .responseParserFactory(_ -> new PatientParser(WIRE)) // is handed no settings
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(key.connect()))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                        .setTimeToLive(kept)
                        .build());
        builder.setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                .setSslContext(tls)
                .setTlsVersions(TLS.V_1_2, TLS.V_1_3)
                .buildClassic());
        return builder.build();
    }

    /**
     * The JVM's trust, and one certificate authority more.
     *
     * @throws IllegalArgumentException when the text holds no certificate
     */
    static SSLContext tls(@Nullable String caPem) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            X509TrustManager usual = trust(null);
            X509TrustManager trust = caPem == null ? usual : new ExtraTrust(usual, trust(store(caPem)));
            context.init(null, new X509TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("The extra CA is not a certificate in PEM form", e);
        }
    }

    private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        if (number == 0) {
            throw new IOException("No certificate");
        }
        return store;
    }

    private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    CloseableHttpClient client() {
        return client;
    }

    /** Opens a connection for every call, whichever others are open. */
    CloseableHttpClient newClient() {
        return newClient;
    }

    /** Says whether any provider uses this pool. */
    void use(boolean used) {
        unusedSince = used ? NEVER : System.nanoTime();
    }

    /**
     * Closes connections that idle; all of them, and the pool, once nobody has used it for a while. Whether it is
     * closed.
     */
    boolean closeUnused() {
        connections.closeExpired();
        connections.closeIdle(IDLE);
        newConnections.closeIdle(TimeValue.ZERO_MILLISECONDS);
        boolean over = unusedSince != NEVER
                && System.nanoTime() - unusedSince > GRACE_NANOS
                && connections.getTotalStats().getLeased() == 0
                && newConnections.getTotalStats().getLeased() == 0;
        if (over) {
            close();
        }
        return over;
    }

    @Override
    public void close() {
        connections.close();
        newConnections.close();
    }

    /** An address that may not be called. */
    static final class AddressRefusedException extends UnknownHostException {}

    /** Looks names up and refuses those with an address that may not be called: checked on what is connected to. */
    private record CheckedDns(AddressRules rules, boolean declared, boolean plain) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return rules.resolve(host, declared, plain);
        }

        @Override
        public @Nullable String resolveCanonicalHostname(String host) throws UnknownHostException {
            return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
        }
    }

    /** Trusts what either of two trusts. */
    private record ExtraTrust(X509TrustManager usual, X509TrustManager extra) implements X509TrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {
            try {
                usual.checkServerTrusted(chain, type);
            } catch (java.security.cert.CertificateException e) {
                extra.checkServerTrusted(chain, type);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws java.security.cert.CertificateException {
            usual.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return usual.getAcceptedIssuers();
        }
    }
}
