package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.storage.Source;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class CredentialsControllerTests {

    private static final String SECRET = "sk-another-0123456789-mnop";

    @Autowired
    private Desk desk;

    @Autowired
    private Credentials credentials;

    private Provider provider;
    private String path;

    @BeforeEach
    void addOne() {
        provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        path = "/providers/" + provider.getId() + "/credentials";
        assertThat(desk.follow(desk.send(path, "name", "first", "secret", SECRET)))
                .bodyText()
                .contains("first", "••••mnop")
                .doesNotContain(SECRET);
    }

    @Test
    void namesAreUniqueWithinAProvider() {
        assertThat(desk.send(path, "name", "first", "secret", SECRET))
                .hasStatusOk()
                .bodyText()
                .contains("This name is in use")
                .doesNotContain(SECRET);
        assertThat(live()).hasSize(1);
    }

    @Test
    void renamesSwitchesOffAndRemoves() {
        String one = path + "/" + live().getFirst().getId();

        desk.send(one + "/rename", "name", "renamed");
        desk.send(one + "/disable");
        assertThat(live().getFirst().getName()).isEqualTo("renamed");
        assertThat(live().getFirst().isDisabled()).isTrue();

        desk.send(one + "/enable");
        assertThat(live().getFirst().isDisabled()).isFalse();

        desk.send(one + "/retire");
        assertThat(live()).isEmpty();
        assertThat(desk.send(path, "name", "renamed", "secret", SECRET)).hasStatus3xxRedirection();
    }

    @Test
    void refusesAnEmptyName() {
        String one = path + "/" + live().getFirst().getId();

        assertThat(desk.follow(desk.send(one + "/rename", "name", "  ")))
                .bodyText()
                .contains("The name is empty");
        assertThat(live().getFirst().getName()).isEqualTo("first");
    }

    @Test
    void isReachedThroughItsOwnProviderOnly() {
        Provider other = desk.provider(Source.CONSOLE, "https://api.example.com");
        String wrong = "/providers/" + other.getId() + "/credentials/"
                + live().getFirst().getId();

        assertThat(desk.send(wrong + "/retire")).hasStatus(404);
        assertThat(live()).hasSize(1);
    }

    private List<Credential> live() {
        return credentials.findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId());
    }
}
