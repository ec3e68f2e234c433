package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tollgate.chat.Media;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.Destination;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.Inbound;
import io.tollgate.dialect.Intake;
import io.tollgate.dialect.Losses;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.OpenAiRequests;
import io.tollgate.dialect.ProviderDialects;
import io.tollgate.dialect.Quirk;
import io.tollgate.dialect.Translation;
import io.tollgate.storage.Spools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFetcherTests {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static HttpsServer server;
    private static String caPem;

    @TempDir
    private Path spool;

    @BeforeAll
    static void serveImages() throws IOException {
        TestCertificate certificate = TestCertificate.create();
        caPem = Files.readString(certificate.pem());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
        serve("/dot.png", 200, "image/png; charset=binary", PNG);
        serve("/page", 200, "text/html", PNG);
        serve("/gone", 404, "image/png", PNG);
        serve("/moved", 302, "image/png", PNG);
        serve("/huge", 200, "image/png", new byte[20 * 1024 * 1024 + 1]);
        server.createContext("/drip.png", ImageFetcherTests::drip);
        server.start();
    }

    private static void serve(String path, int status, String type, byte[] body) {
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "/dot.png");
            exchange.sendResponseHeaders(status, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    /** One byte after the other, until nobody takes them any more. */
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "image/png");
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
            while (true) {
                exchange.getResponseBody().write(0);
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String url(String path) {
        return "https://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static ImageFetcher fetcher(String trusted, Duration patience) {
        return new ImageFetcher(new AddressRules(List.of("127.0.0.0/8")), trusted, patience);
    }

    /** May fetch from loopback, and knows the authority of what is there. */
    private static ImageFetcher fetcher() {
        return fetcher(caPem, Duration.ofMinutes(1));
    }

    @Test
    void fetchesWhatItsServerProvesToBe() throws DialectException {
        try (ImageFetcher fetcher = fetcher()) {
            Media.Inline image = fetcher.image(url("/dot.png"));

            assertThat(image.mediaType()).isEqualTo("image/png");
            assertThat(Base64.getDecoder().decode(image.base64())).isEqualTo(PNG);
        }
    }

    @Test
    void trustsNoUnknownAuthority() {
        try (ImageFetcher fetcher = fetcher(null, Duration.ofMinutes(1))) {
            refuses(fetcher, url("/dot.png"), "could not be fetched");
        }
    }

    @Test
    @Timeout(20)
    void awaitsNoImageForEver() {
        try (ImageFetcher fetcher = fetcher(caPem, Duration.ofMillis(500))) {
            refuses(fetcher, url("/drip.png"), "could not be fetched");
        }
    }

    @ParameterizedTest
    @CsvSource({"/page, is no image", "/gone, is no image", "/moved, is no image", "/huge, larger than 20 MB"})
    void takesImagesOnly(String path, String message) {
        try (ImageFetcher fetcher = fetcher()) {
            refuses(fetcher, url(path), message);
        }
    }

    @Test
    void putsAnImageIntoTheRequestForAProviderThatTakesDataOnly() throws DialectException, IOException {
        try (ImageFetcher fetcher = fetcher();
                ClientRequest request = request(url("/dot.png"))) {
            Destination to = new Destination("llava", false, Set.of(Quirk.NO_IMAGE_URLS), new Losses());

            Translation translation = new Translation(request, ProviderDialects.of("ollama"), to, fetcher);

            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            translation.request().body().writeTo(sent);
            assertThat(sent.toString(StandardCharsets.UTF_8))
                    .contains("\"images\":[\"" + Base64.getEncoder().encodeToString(PNG) + "\"]")
                    .doesNotContain("https://");
        }
    }

    private ClientRequest request(String url) throws DialectException, IOException {
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},"
                                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]}")
                        .getBytes(StandardCharsets.UTF_8);
        Intake intake = new Intake(new Spools(spool), 1 << 20);
        return new OpenAiClientDialect(new OpenAiRequests(intake))
                .decode(new Inbound(
                        Operation.CHAT,
                        "",
                        null,
                        name -> null,
                        name -> null,
                        "application/json",
                        body.length,
                        new ByteArrayInputStream(body)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://images.example/a.png, https://",
        "ftp://images.example/a.png, https://",
        "https://user:word@images.example/a.png, https://",
        "'https://images.example/ a.png', not a valid URL",
        "https://127.0.0.1:1/a.png, could not be fetched",
        "https://[::1]:1/a.png, could not be fetched",
        "https://169.254.169.254/latest/meta-data, could not be fetched",
        "https://10.0.0.1/a.png, could not be fetched",
        "https://localhost:1/a.png, could not be fetched",
        "https://nowhere.invalid/a.png, could not be fetched"
    })
    void fetchesFromPublicAddressesOverHttpsOnly(String url, String message) {
        try (ImageFetcher fetcher = new ImageFetcher()) {
            refuses(fetcher, url, message);
        }
    }

    private static void refuses(ImageFetcher fetcher, String url, String message) {
        assertThatThrownBy(() -> fetcher.image(url))
                .isInstanceOf(DialectException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((DialectException) e).error().status())
                .isEqualTo(400);
    }
}
