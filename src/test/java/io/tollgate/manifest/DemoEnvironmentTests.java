package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.StandardServletEnvironment;

/** Demo mode stays on this machine. */
class DemoEnvironmentTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void leavesTheAddressAloneWithoutDemoMode() {
        environment.setProperty("server.address", "10.0.0.1");

        process();

        assertThat(environment.getProperty("server.address")).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1", "localhost"})
    void bindsLoopback(String address) {
        environment.withProperty("tollgate.demo", "true").withProperty("server.address", address);

        process();

        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "::"})
    void refusesOtherAddresses(String address) {
        environment.withProperty("tollgate.demo", "true").withProperty("server.address", address);

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(this::process)
                .withMessageContaining("server.address");
    }

    @Test
    void refusesServletContainers() {
        StandardServletEnvironment servlet = new StandardServletEnvironment();
        servlet.getPropertySources().addFirst(new MapPropertySource("test", Map.of("tollgate.demo", "true")));
        assertThatNoException().isThrownBy(() -> process(servlet));

        servlet.getPropertySources().remove("tollgateDemo");
        servlet.initPropertySources(new MockServletContext("tollgate"), null);

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> process(servlet))
                .withMessageContaining("servlet container");
    }

    private void process() {
        process(environment);
    }

    private static void process(ConfigurableEnvironment environment) {
        new DemoEnvironment().postProcessEnvironment(environment, new SpringApplication());
    }
}
