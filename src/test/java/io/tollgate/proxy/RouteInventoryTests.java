package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route there is, and whom it lets in: a new one needs a line in the table. */
@GatewayTest
class RouteInventoryTests {

    private static final Path GOLDEN = Path.of("src/test/resources/routes.golden.txt");
    /** Lines of a table that is checked where the database console can be on. */
    private static final Pattern ELSEWHERE = Pattern.compile("GET /h2-console/.*");
    /** What neither the routes nor the pages tell of. */
    private static final List<Route> UNTOLD = List.of(
            new Route("GET", "/assets/console.css"),
            new Route("POST", "/assets/console.css"),
            new Route("GET", "/favicon.ico"),
            new Route("GET", "/vendor/htmx.org/dist/htmx.min.js"),
            new Route("POST", "/login"),
            new Route("GET", "/logout"),
            new Route("POST", "/logout"));

    private final Gateway gateway;
    private final RouteTable routes;
    private final RequestMappingHandlerMapping pages;

    RouteInventoryTests(
            Gateway gateway,
            RouteTable routes,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping pages) {
        this.gateway = gateway;
        this.routes = routes;
        this.pages = pages;
    }

    private record Route(String method, String path) {}

    private record People(Browser anonymous, Browser viewer, Browser admin) {}

    @Test
    void everyRouteLetsInWhomTheTableSays() throws IOException {
        People people = new People(
                Browser.anonymous(gateway),
                Browser.signIn(gateway, "looker", GatewaySettings.ADMIN_PASSWORD),
                Browser.signIn(gateway, "root", GatewaySettings.ADMIN_PASSWORD));
        SortedMap<String, String> lines = new TreeMap<>();
        for (Route route : all()) {
            lines.put(route.path() + " " + route.method(), line(route, people));
        }
        String found = "# method path: anonymous, with a key, viewer, administrator\n"
                + String.join("\n", lines.values()) + "\n";
        Files.writeString(Path.of("target/routes.txt"), found);

        assertThat(found.lines())
                .containsExactlyElementsOf(Files.readAllLines(GOLDEN).stream()
                        .filter(line -> !ELSEWHERE.matcher(line).matches())
                        .toList());
        assertThat(found).as("a request without a field is told what it lacks").doesNotContain("broken");
    }

    /** Signing out comes last. */
    private List<Route> all() {
        Set<String> found = new TreeSet<>();
        routes.entries().forEach(entry -> found.add(entry.path() + " " + entry.method()));
        for (RequestMappingInfo page : pages.getHandlerMethods().keySet()) {
            Set<String> methods = page.getMethodsCondition().getMethods().stream()
                    .map(RequestMethod::name)
                    .collect(Collectors.toSet());
            for (String path : page.getPatternValues()) {
                if (path.equals("/error")) {
                    continue; // where the container sends what failed
                }
                for (String method : methods.isEmpty() ? Set.of("GET") : methods) {
                    found.add(path + " " + method);
                }
            }
        }
        return Stream.concat(
                        found.stream().map(line -> line.split(" ")).map(parts -> new Route(parts[1], parts[0])),
                        UNTOLD.stream())
                .toList();
    }

    private String line(Route route, People people) {
        String path = route.path().replace("/**", "/gpt").replaceAll("\\{[^}]*}", new UUID(7, 7).toString());
        return "%s %s: %s, %s, %s, %s"
                .formatted(
                        route.method(),
                        route.path(),
                        shown(people.anonymous().send(route.method(), path)),
                        shown(withKey(route.method(), path)),
                        shown(people.viewer().send(route.method(), path)),
                        shown(people.admin().send(route.method(), path)));
    }

    private Gateway.Reply withKey(String method, String path) {
        HttpRequest.Builder request = gateway.authorized(path).header("Content-Type", "application/json");
        return gateway.send(method.equals("GET") ? request : request.method(method, BodyPublishers.ofString("{}")));
    }

    /** Whether somebody is let in, whatever there is to see. */
    private static String shown(Gateway.Reply reply) {
        String to = reply.header("Location");
        if (to != null && to.endsWith("/login?logout")) {
            return "out";
        }
        if (to != null && to.matches("(https?://[^/]*)?/login([?;].*)?")) {
            return "login";
        }
        if (reply.status() >= 500) {
            return "broken";
        }
        return reply.status() == 401 || reply.status() == 403 ? Integer.toString(reply.status()) : "in";
    }
}
