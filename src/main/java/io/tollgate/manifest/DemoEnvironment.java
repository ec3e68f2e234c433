package io.tollgate.manifest;

import io.tollgate.manifest.ManifestException.Reason.DemoExposed;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/** Keeps demo mode on this machine: its key is printed, so nobody else may reach it. */
final class DemoEnvironment implements EnvironmentPostProcessor, Ordered {

    private static final String ADDRESS = "server.address";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> HERE = Set.of("", LOOPBACK, "localhost");
    private static final String CONTAINER_SETTINGS = "servletContextInitParams";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!environment.getProperty("tollgate.demo", Boolean.class, false)) {
            return;
        }
        if (isInsideContainer(environment.getPropertySources().get(CONTAINER_SETTINGS))) {
            throw new ManifestException(
                    new DemoExposed("inside a servlet container, whose address it does not choose"));
        }
        if (!HERE.contains(environment.getProperty(ADDRESS, "").strip())) {
            throw new ManifestException(new DemoExposed("on an address that others can reach (server.address)"));
        }
        environment.getPropertySources().addFirst(new MapPropertySource("tollgateDemo", Map.of(ADDRESS, LOOPBACK)));
    }

    /** A container's settings are there from the beginning; our own server's come once it runs. */
    private static boolean isInsideContainer(@Nullable PropertySource<?> settings) {
        return settings != null && !(settings instanceof PropertySource.StubPropertySource);
    }

    /** After the settings of the application are read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
