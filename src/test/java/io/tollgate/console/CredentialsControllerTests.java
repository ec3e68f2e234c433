package io.tollgate.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.limit.Demand;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Model;
import io.tollgate.routing.Route;
import io.tollgate.routing.Turn;
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

    @Autowired
    private LiveCatalog catalog;

    @Autowired
    private Failover failover;

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
    void takesNoNameOfSeveralLines() {
        String one = path + "/" + live().getFirst().getId();

        assertThat(desk.follow(desk.send(one + "/rename", "name", "two\nlines")))
                .bodyText()
                .contains("holds characters that cannot be shown");
        assertThat(desk.send(path, "name", "two\nlines", "secret", SECRET))
                .bodyText()
                .contains("holds characters that cannot be shown");
        assertThat(live()).singleElement().returns("first", Credential::getName);
    }

    @Test
    void isReachedThroughItsOwnProviderOnly() {
        Provider other = desk.provider(Source.CONSOLE, "https://api.example.com");
        String wrong = "/providers/" + other.getId() + "/credentials/"
                + live().getFirst().getId();

        assertThat(desk.send(wrong + "/retire")).hasStatus(404);
        assertThat(live()).hasSize(1);
    }

    @Test
    void showsOneThatIsRefusedAndUsesItAgain() throws Exception {
        Model model = desk.model(Source.CONSOLE);
        desk.deployment(model, provider, Source.CONSOLE);
        catalog.publish();
        Candidate candidate = candidate(model);
        assertThatThrownBy(() -> failover.call(
                        Route.of(model.getName(), List.of(candidate)), Demand.NOTHING, this::refused, new Deaf()))
                .isInstanceOf(ProviderException.class);

        assertThat(desk.open("/providers/" + provider.getId())).bodyText().contains("Refused by the provider");
        assertThat(desk.openInChinese("/providers/" + provider.getId()))
                .bodyText()
                .contains("被供应商拒绝");

        String restore = path + "/" + live().getFirst().getId() + "/restore";
        assertThat(desk.follow(desk.send(restore)))
                .bodyText()
                .contains("the next call decides")
                .doesNotContain("Refused by the provider");
        assertThat(candidate.health().isAvailable(System.nanoTime())).isTrue();
    }

    private Candidate candidate(Model model) {
        return requireNonNull(requireNonNull(catalog.current()).models().shown(model.getName()))
                .entries()
                .getFirst()
                .credentials()
                .getFirst();
    }

    private Object refused(Turn turn) throws ProviderException {
        throw new ProviderException(new ProviderFailure.Unauthorized(401));
    }

    private static final class Deaf implements Failover.Listener {

        @Override
        public void attempt(Turn turn) {
            // is not written down here
        }

        @Override
        public void failed(Turn turn, ProviderFailure failure) {
            // is not written down here
        }
    }

    private List<Credential> live() {
        return credentials.findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId());
    }
}
