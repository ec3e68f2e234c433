package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.RefusedException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTests {

    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "::1"));

    private static MockHttpServletRequest request(String remote, String... forwarded) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(remote);
        for (String value : forwarded) {
            request.addHeader("X-Forwarded-For", value);
        }
        return request;
    }

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource({
        "203.0.113.9, '', 203.0.113.9",
        "203.0.113.9, 198.51.100.1, 203.0.113.9",
        "203.0.113.9, 10.0.0.1, 203.0.113.9",
        "10.0.0.1, '', 10.0.0.1",
        "10.0.0.1, 198.51.100.1, 198.51.100.1",
        "10.0.0.1, '8.8.8.8, 198.51.100.1', 198.51.100.1",
        "10.0.0.1, '8.8.8.8, 198.51.100.1, 10.9.9.9', 198.51.100.1",
        "10.0.0.1, '10.1.1.1, 10.9.9.9', 10.1.1.1",
        "10.0.0.1, '198.51.100.1, localhost', 10.0.0.1",
        "10.0.0.1, '198.51.100.1, unknown, 10.2.2.2', 10.2.2.2",
        "10.0.0.1, 198.51.100.1:4711, 198.51.100.1",
        "::1, '[2001:db8::7]:443', 2001:db8::7",
        "::1, 2001:db8::7, 2001:db8::7"
    })
    void believesTrustedProxiesOnly(String remote, String forwarded, String expected) throws Exception {
        MockHttpServletRequest request = forwarded.isEmpty() ? request(remote) : request(remote, forwarded);
        assertThat(addresses.of(request)).isEqualTo(InetAddress.ofLiteral(expected));
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(addresses.of(request("10.0.0.1", "8.8.8.8", "198.51.100.1, 10.3.3.3")))
                .isEqualTo(InetAddress.ofLiteral("198.51.100.1"));
    }

    @Test
    void trustsNobodyUnlessItIsTold() {
        assertThat(new ClientAddress(List.of()).of(request("127.0.0.1", "10.0.0.1")))
                .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void letsOnlySoManyInFromOneAddress() throws RefusedException {
        Doorkeeper door = new Doorkeeper(new AccessSettings(2, List.of()));
        door.count(request("203.0.113.9"));
        door.count(request("203.0.113.9", "198.51.100.7"));
        assertThat(refusal(door, "203.0.113.9")).isEqualTo("rate_limit_exceeded");
        assertThat(refusal(door, "203.0.113.10")).isEqualTo("in");
        door.count(request("2001:db8::1"));
        door.count(request("2001:db8::2"));
        assertThat(refusal(door, "2001:db8::ffff")).isEqualTo("rate_limit_exceeded");
        assertThat(refusal(door, "2001:db8:0:1::1")).isEqualTo("in");
    }

    private static String refusal(Doorkeeper door, String remote) {
        try {
            door.count(request(remote));
            return "in";
        } catch (RefusedException e) {
            return ProxyErrors.of(e.refusal()).code();
        }
    }

    @Test
    void letsEverybodyInByDefault() throws RefusedException {
        Doorkeeper door = new Doorkeeper(new AccessSettings(-1, List.of()));
        for (int i = 0; i < 1000; i++) {
            door.count(request("203.0.113.9"));
        }
        assertThat(refusal(door, "203.0.113.9")).isEqualTo("in");
    }
}
