package io.tollgate.console;

import static io.tollgate.console.People.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tollgate.account.Passwords;
import io.tollgate.account.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ConsoleTest(ProfileController.class)
class ProfileControllerTests {

    private static final String CHOSEN = "a better password";

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @Autowired
    private Passwords passwords;

    @Autowired
    private Banners banners;

    @Test
    void showsWhoIsSignedIn() {
        assertThat(mvc.get().uri("/profile").with(people.viewer()))
                .hasStatusOk()
                .bodyText()
                .contains("victor", "Viewer", "Theme and language");
    }

    @Test
    void changesThePassword() {
        User newcomer = people.newcomer();
        assertThat(change(newcomer, People.PASSWORD, CHOSEN, CHOSEN)).hasRedirectedUrl("/setup");
        assertThat(newcomer.isMustChangePassword()).isFalse();
        assertThat(newcomer.getPasswordExpiresAt()).isNull();
        assertThat(passwords.matches(CHOSEN, newcomer.getPasswordHash())).isTrue();
    }

    @Test
    void refusesAWrongCurrentPassword() {
        refuses(change(people.admin, "guess", CHOSEN, CHOSEN), "This is not the current password");
    }

    @Test
    void refusesAShortPassword() {
        refuses(change(people.admin, People.PASSWORD, "too short", "too short"), "at least 10 characters");
    }

    @Test
    void refusesAPasswordThatBCryptWouldCut() {
        String long73Bytes = "密".repeat(24) + "x";
        refuses(change(people.admin, People.PASSWORD, long73Bytes, long73Bytes), "at most 72 bytes");
    }

    @Test
    void refusesTheOldPasswordAndAMistypedOne() {
        refuses(
                change(people.admin, People.PASSWORD, People.PASSWORD, People.PASSWORD),
                "The new password is the old one.");
        refuses(change(people.admin, People.PASSWORD, CHOSEN, CHOSEN + "x"), "The two new passwords differ.");
    }

    @Test
    void leavesADeclaredPersonToTheSettingsFile() {
        refuses(change(people.declared, People.PASSWORD, CHOSEN, CHOSEN), "declared in the settings file");
    }

    private void refuses(MvcTestResult result, String message) {
        assertThat(result).hasStatusOk().bodyText().contains(message).doesNotContain(CHOSEN);
        assertThat(passwords.matches(People.PASSWORD, people.admin.getPasswordHash()))
                .isTrue();
    }

    private MvcTestResult change(User user, String current, String chosen, String repeated) {
        return mvc.post()
                .uri("/profile/password")
                .with(signedIn(user))
                .with(csrf())
                .param("current", current)
                .param("chosen", chosen)
                .param("repeated", repeated)
                .exchange();
    }

    @Test
    void tellsWhoMustChooseAPasswordOnlyWhatIsUrgent() {
        when(banners.current()).thenReturn(List.of(Banner.h2Console("/h2"), Banner.demo()));

        assertThat(mvc.get().uri("/profile/password").with(signedIn(people.newcomer())))
                .bodyText()
                .contains("banner-danger")
                .doesNotContain("banner-info");
        assertThat(mvc.get().uri("/profile/password").with(people.admin()))
                .bodyText()
                .contains("banner-danger", "banner-info");
    }
}
