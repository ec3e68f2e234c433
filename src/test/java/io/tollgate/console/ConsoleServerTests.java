package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.account.FirstPassword;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The console in a real server, below a context path. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.servlet.context-path=/tollgate",
            "server.address=127.0.0.1",
            "tollgate.provider.private-networks=127.0.0.0/8"
        })
class ConsoleServerTests {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("(?<![\\w-])tg_[\\w-]{51}(?![\\w-])");
    private static final Pattern LINK = Pattern.compile("(?:href|src|action)=\"([^\"#]+)\"");

    @TempDir
    private static Path home;

    @LocalServerPort
    private int port;

    @Autowired
    private FirstPassword firstPassword;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    @DynamicPropertySource
    static void dataDirectory(DynamicPropertyRegistry properties) {
        properties.add("tollgate.home", () -> home.toString());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void everyLinkKnowsTheContextPath() throws Exception {
        String page = get("/login").body();
        assertThat(LINK.matcher(page).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(link).startsWith("/tollgate/"));
    }

    @Test
    void everyAssetIsThereAndMayBeKeptForAYear() throws Exception {
        String page = get("/login").body();
        for (String link : LINK.matcher(page)
                .results()
                .map(match -> match.group(1))
                .filter(link -> link.contains("/assets/") || link.contains("/vendor/"))
                .toList()) {
            HttpResponse<String> asset = get(link.substring("/tollgate".length()));
            assertThat(asset.statusCode()).as(link).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control")).as(link).hasValue("max-age=31536000");
        }
    }

    @Test
    void theSessionCookieIsForThisContextAndNoScript() throws Exception {
        HttpResponse<String> page = get("/login");
        assertThat(page.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("JSESSIONID=")
                .contains("Path=/tollgate", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void sendsStrangersToTheLoginWithoutNamingAHost() throws Exception {
        HttpResponse<String> response = get("/logs");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).hasValue("/tollgate/login");
    }

    @Test
    void aNewAdministratorChangesThePasswordAndGetsToTheSetup() throws Exception {
        String first = Files.readString(firstPassword.file()).strip();
        assertThat(signIn("admin", first)).isEqualTo("/tollgate/setup");
        assertThat(location(get("/setup"))).isEqualTo("/tollgate/profile/password");

        HttpResponse<String> changed = post(
                "/profile/password",
                Map.of("current", first, "chosen", "a better password", "repeated", "a better password"));
        assertThat(location(changed)).isEqualTo("/tollgate/setup");
        assertThat(firstPassword.file()).doesNotExist();

        assertThat(get("/setup").body()).contains("First setup", "action=\"/tollgate/setup/provider\"");
        assertThat(get("/system").body())
                .contains("jdbc:h2:", "Virtual", home.toString())
                .doesNotContain("PASSWORD=");
        assertThat(get("/connect").body()).contains("http://127.0.0.1:" + port + "/tollgate/v1");
        showsItsOwnErrorPages();
        leadsToAKeyThatWorks();
    }

    private void leadsToAKeyThatWorks() throws IOException, InterruptedException {
        Map<String, String> provider =
                Map.of("name", "main", "baseUrl", "http://127.0.0.1:1", "secret", "sk-upstream", "anyway", "true");
        assertThat(location(post("/setup", "/setup/provider", provider))).isEqualTo("/tollgate/setup");
        Map<String, String> model = Map.of("providerModel", "large", "name", "small", "anyway", "true");
        assertThat(location(post("/setup", "/setup/model", model))).isEqualTo("/tollgate/setup");
        String page = post("/setup", "/setup/key", Map.of("team", "search", "key", "nightly"))
                .body();
        Matcher key = KEY.matcher(page);
        assertThat(key.find()).isTrue();

        HttpResponse<String> models = send(request("/v1/models").header("Authorization", "Bearer " + key.group()));
        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(models.body()).contains("\"small\"");
        assertThat(get("/setup").body()).contains("bi-check-circle-fill").doesNotContain(key.group());
    }

    private void showsItsOwnErrorPages() throws IOException, InterruptedException {
        HttpResponse<String> missing = get("/no/such/page");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body())
                .contains("Nothing here", "href=\"/tollgate/\"")
                .doesNotContain("Whitelabel");

        HttpResponse<String> forbidden = send(request("/setup/key").POST(BodyPublishers.noBody()));
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("Not allowed").doesNotContain("Exception", "Whitelabel");

        HttpResponse<String> chinese = send(request("/no/such/page").header("Accept-Language", "zh-CN"));
        assertThat(chinese.body()).contains("页面不存在", "lang=\"zh-CN\"");
        assertThat(chinese.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
    }

    private String signIn(String name, String password) throws IOException, InterruptedException {
        String before = session();
        String target = location(post("/login", Map.of("username", name, "password", password)));
        assertThat(session()).isNotEqualTo(before);
        return target;
    }

    private String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                .map(HttpCookie::getValue)
                .collect(Collectors.joining());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
        return post(path, path, form);
    }

    private HttpResponse<String> post(String page, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get(page).body());
        assertThat(token.find()).isTrue();
        String body = form.entrySet().stream().map(ConsoleServerTests::field).collect(Collectors.joining("&"))
                + "&_csrf=" + encoded(token.toMatchResult());
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String field(Entry<String, String> field) {
        return field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8);
    }

    private static String encoded(MatchResult token) {
        return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/tollgate" + path))
                .header("Accept", "text/html");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }
}
