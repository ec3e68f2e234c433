package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.PlaygroundKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@GatewayTest
class PlaygroundKeyTests {

    private static final String CHAT = "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final Gateway gateway;

    PlaygroundKeyTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void callsAModelAndStandsInTheLedger() {
        Browser admin = admin();
        Gateway.Reply answer = chat("/v1/chat/completions", key(admin, team(admin)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(gateway.record(answer).keyId()).isEqualTo(PlaygroundKeys.ID);
        gateway.record(answer);
        assertThat(admin.send("GET", "/logs?key=" + PlaygroundKeys.ID).text()).contains("Playground", "search");
    }

    @Test
    void holdsForTheFirstVersionOfOpenAisApiOnly() {
        Browser admin = admin();
        String key = key(admin, team(admin));

        assertThat(chat("/api/v1/chat/completions", key).status()).isEqualTo(401);
        assertThat(gateway.send(gateway.request("/api/tags").header("Authorization", "Bearer " + key))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void endsWithTheSessionAndWithTheNextKey() {
        Browser admin = admin();
        String team = team(admin);
        String first = key(admin, team);
        String second = key(admin, team);

        assertThat(chat("/v1/chat/completions", first).status()).isEqualTo(401);
        assertThat(chat("/v1/chat/completions", second).status()).isEqualTo(200);
        admin.send("POST", "/logout");
        assertThat(chat("/v1/chat/completions", second).status()).isEqualTo(401);
    }

    private Browser admin() {
        return Browser.signIn(gateway, "root", GatewaySettings.ADMIN_PASSWORD);
    }

    private static String team(Browser admin) {
        Matcher option = Pattern.compile("<option value=\"([-0-9a-f]{36})\">search<")
                .matcher(admin.send("GET", "/playground").text());
        assertThat(option.find()).isTrue();
        return option.group(1);
    }

    private static String key(Browser admin, String team) {
        return admin.send("POST", "/playground/key", "team", team)
                .json()
                .path("key")
                .stringValue();
    }

    private Gateway.Reply chat(String path, String key) {
        return gateway.send(gateway.request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(CHAT)));
    }
}
