package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.provider.Check;
import io.tollgate.provider.Checkup;
import io.tollgate.provider.Checkup.Result;
import io.tollgate.provider.Credential;
import io.tollgate.provider.CredentialCheck;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Model;
import io.tollgate.routing.Validation;
import io.tollgate.routing.Validation.Progress;
import io.tollgate.routing.Validation.State;
import io.tollgate.routing.Validations;
import io.tollgate.storage.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
@Timeout(60)
class ValidationControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Providers providers;

    @Autowired
    private Validations validations;

    @Autowired
    private Credentials credentials;

    @Autowired
    private CredentialCheck check;

    @Autowired
    private Checkup checkup;

    @Autowired
    private LiveCatalog catalog;

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile boolean listed = true;
    private volatile int listStatus = 200;
    private HttpServer upstream;
    private UUID id;
    private String path;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/v1/models", exchange -> answer(exchange, listed, listStatus, "{\"data\": []}"));
        upstream.createContext(
                "/v1/chat/completions",
                exchange -> answer(exchange, true, 404, "{\"error\": {\"code\": \"model_not_found\"}}"));
        upstream.start();
        known.add("sk-first-good-key");
        id = idOf(desk.send("/providers", "name", name("checked"), "baseUrl", url(), "secret", "sk-first-good-key"));
        path = "/providers/" + id + "/validation";
    }

    private String url() {
        return "http://127.0.0.1:" + upstream.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, boolean asksForKey, int status, String body) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
        boolean in = !asksForKey || known.contains(key);
        if (in) {
            pass(open);
        }
        byte[] bytes = (in ? body : "{\"error\": {\"code\": \"invalid_api_key\"}}").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(in ? status : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        open.countDown();
        upstream.stop(0);
    }

    @Test
    void quarantinesWhatIsRefusedAndBringsBackWhatIsValidAgain() {
        Model model = desk.model(Source.CONSOLE);
        desk.deployment(model, providers.findById(id).orElseThrow(), Source.CONSOLE);
        add("sk-another-bad-key", "sk-another-good-key");
        known.add("sk-another-good-key");
        catalog.publish();

        desk.send(path);
        assertThat(finished()).isEqualTo(new Progress(3, 3, 2, 1, 0, 0, 0));
        assertThat(desk.open("/providers/" + id))
                .bodyText()
                .contains("All credentials checked", "2 valid", "1 refused")
                .contains("Refused by the provider", "Check: refused", "<code>401</code>", "dot-quarantined")
                .contains("upstream_auth_error", "2 of 3 credentials may be called");
        assertThat(desk.open("/providers/" + id + "?state=quarantined"))
                .bodyText()
                .contains("1 of 1 shown, 3 in all");

        known.add("sk-another-bad-key");
        desk.send(path);
        assertThat(finished()).isEqualTo(new Progress(3, 3, 3, 0, 0, 0, 1));
        assertThat(desk.openInChinese("/providers/" + id))
                .bodyText()
                .contains("恢复使用 1 个", "3 个凭据全部可调用")
                .doesNotContain("被供应商拒绝");
    }

    @Test
    void showsHowFarItIsUntilItIsStopped() {
        open = new CountDownLatch(1);
        String[] keys =
                IntStream.range(0, 40).mapToObj(i -> "sk-many-keys-" + i).toArray(String[]::new);
        add(keys);
        known.addAll(List.of(keys));

        desk.send(path);
        assertThat(desk.follow(desk.send(path))).bodyText().contains("or a check is under way");
        assertThat(poll()).contains("hx-trigger=\"every 1s\"", "Checking credentials", "0 of 41", path + "/cancel");
        assertThat(desk.open("/providers/" + id + "/edit")).bodyText().contains("Checking credentials");
        assertThat(desk.open("/providers")).bodyText().contains("Checking: 0 %");
        assertThat(desk.open(path)).hasRedirectedUrl("/providers/" + id + "#validation");

        desk.send(path + "/cancel");
        assertThat(poll()).contains("Stopping the check");
        open.countDown();
        assertThat(finished().done()).isLessThan(41);
        assertThat(validation().state()).isEqualTo(State.CANCELLED);
        assertThat(poll()).contains("Check stopped").doesNotContain("hx-trigger");
    }

    @Test
    void asksForAModelThatDoesNotExistWhereTheListIsPublic() {
        listed = false;
        add("sk-another-bad-key");

        desk.send(path);

        assertThat(finished()).isEqualTo(new Progress(2, 2, 1, 1, 0, 0, 0));
        assertThat(validation().state()).isEqualTo(State.DONE);
    }

    private Result checkedUp() {
        Provider provider = providers.findById(id).orElseThrow();
        Credential credential =
                credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id).getFirst();
        return checkup.run(check.target(provider, credential), new Check(Duration.ofMinutes(5), null));
    }

    @Test
    void anActiveCheckBelievesNoPublicList() {
        listed = false;
        assertThat(checkedUp()).isEqualTo(Result.GOOD);

        known.clear();
        assertThat(checkedUp()).isEqualTo(Result.REFUSED);
    }

    @Test
    void aKeyThatMayNotListIsNotRefusedByAnActiveCheck() {
        listStatus = 403;

        assertThat(checkedUp()).isEqualTo(Result.GOOD);
    }

    @Test
    void anActiveCheckProvesNothingWhereAnybodyIsLetIn() {
        known.add("sk-000000000000000000000000000000000000000000000000");
        assertThat(checkedUp()).isEqualTo(Result.REACHED);

        upstream.stop(0);
        assertThat(checkedUp()).isEqualTo(Result.DOWN);
    }

    @Test
    void saysWhereNothingCanBeFoundOut() {
        known.add("sk-000000000000000000000000000000000000000000000000");

        desk.send(path);

        assertThat(finished().done()).isZero();
        assertThat(validation().state()).isEqualTo(State.NOT_CHECKABLE);
        assertThat(desk.open("/providers/" + id)).bodyText().contains("lets a made-up key in as well");
    }

    @Test
    void givesUpWhereNobodyAnswers() {
        String[] keys =
                IntStream.range(0, 120).mapToObj(i -> "sk-silent-keys-" + i).toArray(String[]::new);
        add(keys);
        upstream.stop(0);

        desk.send(path);

        assertThat(finished().unreachable()).isBetween(24, 40);
        assertThat(validation().state()).isEqualTo(State.UNREACHABLE);
        assertThat(desk.open("/providers/" + id + "?page=2")).bodyText().contains("Page 2 of 2", "21 of 121 shown");
    }

    @Test
    void isForAdministratorsOnly() {
        assertThat(desk.sendAsViewer(path)).hasStatus(403);
        assertThat(validations.find(id)).isNull();
    }

    private void add(String... keys) {
        desk.send("/providers/" + id + "/credentials/import", "keys", String.join("\n", keys));
    }

    private Validation validation() {
        return requireNonNull(validations.find(id));
    }

    private Progress finished() {
        await().until(() -> !validation().isRunning());
        return validation().progress();
    }

    private String poll() {
        return text(desk.poll(path));
    }
}
