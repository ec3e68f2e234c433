package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.tollgate.console.Fact.Mood;
import io.tollgate.console.Fact.Section;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@ConsoleTest(SystemController.class)
class SystemControllerTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @MockitoBean
    private SystemFacts facts;

    @Autowired
    private Banners banners;

    @Test
    void showsFactsAndWords() {
        when(facts.sections())
                .thenReturn(List.of(new Section(
                        "secrets",
                        "bi-shield-lock",
                        List.of(Fact.text("masterKey", "k1"), Fact.word("vault", "open", Mood.GOOD)))));
        assertThat(mvc.get().uri("/system").with(people.viewer()))
                .hasStatusOk()
                .bodyText()
                .contains("Secrets", "Key in use", "k1", "bg-green-lt", "Open");
    }

    @Test
    void saysHowLongItHasRunInTheReadersLanguage() {
        when(facts.sections())
                .thenReturn(List.of(new Section(
                        "application",
                        "bi-box",
                        List.of(Fact.time(
                                "uptime", Duration.ofDays(2).plusHours(3).plusMinutes(4))))));
        assertThat(mvc.get().uri("/system").with(people.viewer())).bodyText().contains("2 d 3 h 4 min");
        assertThat(mvc.get().uri("/system").with(people.viewer()).locale(Locale.SIMPLIFIED_CHINESE))
                .bodyText()
                .contains("2 天 3 小时 4 分");
    }

    @Test
    void everyPageSaysWhatIsUnusual() {
        when(banners.current())
                .thenReturn(List.of(
                        Banner.sealed("The key file is missing."), Banner.h2Console("/h2-console"), Banner.demo()));
        assertThat(mvc.get().uri("/system").with(people.admin()))
                .bodyText()
                .contains("The key file is missing.", "href=\"/h2-console/\"", "action=\"/demo/remove\"")
                .contains("data-confirm=\"Remove the demo?");
        assertThat(mvc.get().uri("/system").with(people.viewer()))
                .bodyText()
                .contains("Demo mode")
                .doesNotContain("action=\"/demo/remove\"", "href=\"/h2-console/\"");
    }
}
