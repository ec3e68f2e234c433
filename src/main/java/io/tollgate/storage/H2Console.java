package io.tollgate.storage;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.h2.server.web.JakartaWebServlet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * H2's own console, for debugging: not there unless switched on, and then for a signed-in administrator on this
 * machine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class H2Console {

    private static final String EVERYTHING = H2ConsoleStatus.PATH + "/**";

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    SecurityFilterChain h2ConsoleSecurity(HttpSecurity http, H2ConsoleStatus console) {
        http.securityMatcher(EVERYTHING);
        return console.enabled() ? open(http, console) : absent(http);
    }

    /** The console keeps its settings in a file, in the home directory of the user unless it is told where. */
    @Bean
    @Conditional(OwnDatabase.class)
    @ConditionalOnBooleanProperty("tollgate.h2-console.enabled")
    ServletRegistrationBean<JakartaWebServlet> h2ConsoleServlet(DataDirectory directory, H2ConsoleStatus console) {
        Path settings = directory.folder("h2-console");
        write(settings.resolve(".h2.server.properties"), console);
        ServletRegistrationBean<JakartaWebServlet> servlet =
                new ServletRegistrationBean<>(new JakartaWebServlet(), H2ConsoleStatus.PATH + "/*");
        servlet.setName("h2-console");
        servlet.addInitParameter("properties", settings.toString());
        return servlet;
    }

    private static SecurityFilterChain open(HttpSecurity http, H2ConsoleStatus console) {
        return answering(http, HttpServletResponse.SC_FORBIDDEN)
                .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("ADMIN"))
                .addFilterAfter(new H2ConsoleGuard(console.url()), AuthorizationFilter.class)
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

    private static void write(Path file, H2ConsoleStatus console) {
        Properties settings = new Properties();
        settings.setProperty("0", "Tollgate|org.h2.Driver|" + console.url() + "|" + console.user());
        settings.setProperty("webAllowOthers", "false");
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        } catch (IOException failure) {
            throw PrivateFile.inaccessible(file, failure);
        }
    }
}
