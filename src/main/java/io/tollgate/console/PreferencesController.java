package io.tollgate.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

/** Remembers the theme and the language in cookies of the browser. */
@Controller
class PreferencesController {

    static final String THEME_COOKIE = "tollgate_theme";

    private final LocaleResolver locales;

    PreferencesController(LocaleResolver locales) {
        this.locales = locales;
    }

    @PostMapping("/preferences")
    String save(
            @RequestParam(required = false) @Nullable String theme,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(defaultValue = "/") String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (theme != null && Shell.isTheme(theme)) {
            response.addHeader(HttpHeaders.SET_COOKIE, themeCookie(theme, request));
        }
        if (language != null) {
            locales.setLocale(request, response, ConsoleWeb.spoken(Locale.forLanguageTag(language)));
        }
        return "redirect:" + (isOwnPage(back) ? back : "/");
    }

    private static String themeCookie(String theme, HttpServletRequest request) {
        return ResponseCookie.from(THEME_COOKIE, theme)
                .path(ConsoleWeb.cookiePath(request.getContextPath()))
                .maxAge(Duration.ofDays(365))
                .httpOnly(true)
                .sameSite("Lax")
                .secure(request.isSecure())
                .build()
                .toString();
    }

    /** Whether a path stays within the console: no other host, nothing that a browser reads as one. */
    private static boolean isOwnPage(String path) {
        return path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '{' && c != '}');
    }
}
