package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ConsoleTest({PreferencesController.class, LoginController.class})
class PreferencesControllerTests {

    @Autowired
    private MockMvcTester mvc;

    @Test
    void remembersTheTheme() {
        assertThat(save("theme", "dark").getResponse().getHeaders("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("tollgate_theme=dark; Path=/;")
                        .contains("HttpOnly", "SameSite=Lax"));
        assertThat(mvc.get().uri("/login").cookie(new Cookie("tollgate_theme", "dark")))
                .bodyText()
                .contains("data-bs-theme=\"dark\"");
    }

    @Test
    void leavesTheSystemsThemeToTheBrowser() {
        assertThat(mvc.get().uri("/login")).bodyText().contains("data-theme=\"auto\"");
        assertThat(mvc.get().uri("/login").cookie(new Cookie("tollgate_theme", "\"><b>")))
                .bodyText()
                .contains("data-theme=\"auto\"");
    }

    @Test
    void ignoresAThemeThatDoesNotExist() {
        assertThat(save("theme", "pink").getResponse().getHeaders("Set-Cookie"))
                .noneSatisfy(cookie -> assertThat(cookie).contains("tollgate_theme"));
    }

    @Test
    void remembersTheLanguage() {
        assertThat(save("language", "zh").getResponse().getHeaders("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("tollgate_language=zh-CN; Path=/;")
                        .contains("HttpOnly", "SameSite=Lax"));
        assertThat(mvc.get().uri("/login").cookie(new Cookie("tollgate_language", "zh-CN")))
                .bodyText()
                .contains("lang=\"zh-CN\"", "登录");
    }

    @Test
    void speaksTheBrowsersLanguageFirst() {
        assertThat(mvc.get().uri("/login").header("Accept-Language", "zh-TW,zh;q=0.9"))
                .bodyText()
                .contains("登录");
        assertThat(mvc.get().uri("/login").header("Accept-Language", "fr"))
                .bodyText()
                .contains("Sign in");
        assertThat(mvc.get().uri("/login").cookie(new Cookie("tollgate_language", "!!")))
                .bodyText()
                .contains("Sign in");
    }

    @Test
    void returnsToThePageItCameFrom() {
        assertThat(save("back", "/logs?status=500")).hasRedirectedUrl("/logs?status=500");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a b", "/{x}", "/a\r\nb"})
    void returnsToNoOtherHost(String back) {
        assertThat(save("back", back)).hasRedirectedUrl("/");
    }

    private MvcTestResult save(String name, String value) {
        return mvc.post().uri("/preferences").with(csrf()).param(name, value).exchange();
    }
}
