package io.tollgate.console;

import io.tollgate.account.Users;
import io.tollgate.storage.H2ConsoleStatus;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Who may open the database console: an administrator, signed in, on this machine. Nobody while it is off. */
@Configuration(proxyBeanMethods = false)
class H2ConsoleSecurity {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    SecurityFilterChain databaseConsole(HttpSecurity http, H2ConsoleStatus console, Users users) {
        http.securityMatcher(console.path() + "/**");
        return console.enabled() ? open(http, console, users) : absent(http);
    }

    private static SecurityFilterChain open(HttpSecurity http, H2ConsoleStatus console, Users users) {
        return answering(http, HttpServletResponse.SC_FORBIDDEN)
                .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("ADMIN"))
                .addFilterAfter(new H2ConsoleGuard(console.url()), AuthorizationFilter.class)
                .addFilterAfter(new SignedInFilter(users), H2ConsoleGuard.class)
                .csrf(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                        .contentSecurityPolicy(policy -> policy.policyDirectives("frame-ancestors 'self'")))
                .build();
    }

    private static SecurityFilterChain absent(HttpSecurity http) {
        return answering(http, HttpServletResponse.SC_NOT_FOUND)
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    /** Sets the status and no more: an error dispatch would end at the login page. */
    private static HttpSecurity answering(HttpSecurity http, int status) {
        return http.requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (request, response, failure) -> response.setStatus(status))
                        .accessDeniedHandler((request, response, failure) -> response.setStatus(status)));
    }
}
