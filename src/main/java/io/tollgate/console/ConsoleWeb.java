package io.tollgate.console;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionTrackingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** The console's cookies, the same in every container: the session, and the language. */
@Configuration(proxyBeanMethods = false)
class ConsoleWeb {

    private static final int IDLE_MINUTES = 30;

    @Bean
    ServletContextInitializer sessionCookie() {
        return context -> {
            context.setSessionTimeout(IDLE_MINUTES);
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            context.getSessionCookieConfig().setHttpOnly(true);
            context.getSessionCookieConfig().setAttribute("SameSite", "Lax");
        };
    }

    @Bean
    LocaleResolver localeResolver(ServletContext context) {
        CookieLocaleResolver resolver = new CookieLocaleResolver("tollgate_language");
        resolver.setCookiePath(cookiePath(context.getContextPath()));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setRejectInvalidCookies(false);
        resolver.setDefaultLocaleFunction(request -> Collections.list(request.getLocales()).stream()
                .map(ConsoleWeb::spoken)
                .findFirst()
                .orElse(Locale.ENGLISH));
        return resolver;
    }

    /** The language of ours that is nearest to one a person asks for. */
    static Locale spoken(Locale asked) {
        return asked.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    static String cookiePath(String contextPath) {
        return contextPath.isEmpty() ? "/" : contextPath;
    }
}
