package io.tollgate.storage;

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

/** H2's own console, for debugging: not there unless switched on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class H2Console {

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
