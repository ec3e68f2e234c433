package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route there is, and whom it lets in: a new one needs a line in the table. */
@GatewayTest
class RouteInventoryTests {

    private static final Path GOLDEN = Path.of("src/test/resources/routes.golden.txt");

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
        List<String> lines = all().stream().map(route -> line(route, people)).toList();
        String found =
                "# method path: anonymous, with a key, viewer, administrator\n" + String.join("\n", lines) + "\n";
        Files.writeString(Path.of("target/routes.txt"), found);

        assertThat(found).isEqualTo(Files.readString(GOLDEN));
        assertThat(found).as("a request without a field is told what it lacks").doesNotContain("broken");
    }

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
        return found.stream()
                .map(line -> line.split(" "))
                .map(parts -> new Route(parts[1], parts[0]))
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
        if (to != null && to.matches("(https?://[^/]*)?/login([?;].*)?")) {
            return "login";
        }
        if (reply.status() >= 500) {
            return "broken";
        }
        return reply.status() == 401 || reply.status() == 403 ? Integer.toString(reply.status()) : "in";
    }
}
