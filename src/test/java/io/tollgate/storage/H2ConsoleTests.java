package io.tollgate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

class H2ConsoleTests {

    @TempDir
    private Path home;

    @Test
    void isNotThereUnlessSwitchedOn() throws Exception {
        try (ConfigurableApplicationContext application = start(false)) {
            Browser anonymous = new Browser(application);
            Browser admin = new Browser(application).login("admin");

            for (String path : new String[] {"/h2-console", "/h2-console/", "/h2-console/login.do"}) {
                assertThat(anonymous.get(path).statusCode()).isEqualTo(404);
                assertThat(admin.get(path).statusCode()).isEqualTo(404);
                assertThat(admin.post(path, Map.of()).statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void isForAdministrators() throws Exception {
        try (ConfigurableApplicationContext application = start(true)) {
            Browser anonymous = new Browser(application);
            Browser viewer = new Browser(application).login("viewer");

            for (String path : new String[] {"/h2-console", "/h2-console/", "/h2-console/login.do"}) {
                assertThat(anonymous.get(path).statusCode()).isEqualTo(403);
                assertThat(viewer.get(path).statusCode()).isEqualTo(403);
                assertThat(viewer.post(path, Map.of()).statusCode()).isEqualTo(403);
            }
        }
    }

    @Test
    void isFramedByItsOwnPagesOnly() throws Exception {
        try (ConfigurableApplicationContext application = start(true)) {
            HttpResponse<String> page = new Browser(application).login("admin").get("/h2-console/");

            assertThat(page.headers().firstValue("Content-Security-Policy")).contains("frame-ancestors 'self'");
            assertThat(page.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
        }
    }

    @Test
    void logsInAsTheReaderAndShowsRows() throws Exception {
        try (ConfigurableApplicationContext application = start(true)) {
            H2ConsoleStatus console = application.getBean(H2ConsoleStatus.class);
            Browser admin = new Browser(application).login("admin");

            String form = admin.get("/h2-console/").body();
            String session = sessionIn(form);
            String loginPage =
                    admin.get("/h2-console/login.jsp?jsessionid=" + session).body();
            assertThat(loginPage).contains(console.url(), console.user());

            String login = "/h2-console/login.do?jsessionid=" + session;
            assertThat(admin.post(login, credentials(console, console.url())).body())
                    .contains("frameset");
            String rows = admin.post(
                            "/h2-console/query.do?jsessionid=" + session,
                            Map.of("sql", "select count(*) from usage_record; select * from credential"))
                    .body();

            assertThat(rows).contains("COUNT(*)").contains("Not enough rights");
            assertThat(admin.post(login, credentials(console, "jdbc:h2:mem:x")).statusCode())
                    .isEqualTo(403);
        }
    }

    private ConfigurableApplicationContext start(boolean console) {
        return new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--tollgate.home=" + home,
                        "--tollgate.h2-console.enabled=" + console);
    }

    private static Map<String, String> credentials(H2ConsoleStatus console, String url) throws IOException {
        return Map.of(
                "driver",
                "org.h2.Driver",
                "url",
                url,
                "user",
                console.user(),
                "password",
                Files.readString(console.passwordFile()));
    }

    private static String sessionIn(String page) {
        Matcher matcher = Pattern.compile("jsessionid=([0-9a-f]+)").matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    /** Keeps its cookies and follows no redirect. */
    private static final class Browser {

        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final String base;

        Browser(ConfigurableApplicationContext application) {
            base = "http://127.0.0.1:"
                    + ((WebServerApplicationContext) application).getWebServer().getPort();
        }

        Browser login(String user) throws Exception {
            post("/login", Map.of("username", user, "password", "x"));
            return this;
        }

        HttpResponse<String> get(String path) throws Exception {
            return client.send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
            String body = form.entrySet().stream()
                    .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @EnableAutoConfiguration
    @Import({StorageConfiguration.class, H2Console.class})
    static class Application {

        @Bean
        SecurityFilterChain signIn(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .csrf(AbstractHttpConfigurer::disable)
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("admin")
                            .password("{noop}x")
                            .roles("ADMIN")
                            .build(),
                    User.withUsername("viewer")
                            .password("{noop}x")
                            .roles("VIEWER")
                            .build());
        }
    }
}
