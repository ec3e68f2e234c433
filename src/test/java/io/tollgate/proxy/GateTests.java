package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.vault.KeyHasher;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.mock.web.MockHttpServletRequest;

class GateTests {

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource({"127.0.0.1, '', true", "127.0.0.1, 203.0.113.9, false", "203.0.113.9, 127.0.0.1, false"})
    void whoMayReadMetricsIsNotWhoPassesTheRequestOn(String remote, String forwarded, boolean allowed) {
        ProxySettings settings = Mockito.mock(ProxySettings.class);
        Mockito.when(settings.metricsAddresses()).thenReturn(List.of("127.0.0.0/8"));
        Gate gate = new Gate(
                settings,
                new AccessSettings(-1, List.of("127.0.0.1/32")),
                Mockito.mock(KeyHasher.class),
                InstantSource.system());
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(remote);
        if (!forwarded.isEmpty()) {
            request.addHeader("X-Forwarded-For", forwarded);
        }

        assertThat(gate.isAllowedAddress(request)).isEqualTo(allowed);
    }
}
