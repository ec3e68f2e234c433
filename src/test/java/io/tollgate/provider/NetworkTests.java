package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTests {

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:3128", "http://10.0.0.1:80/", "http://[::1]:65535", "http://a-b.example:1"})
    void takesAHostAndAPort(String proxy) {
        assertThat(Network.isProxy(proxy)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy:3128",
                "https://proxy:3128",
                "http://proxy",
                "http://proxy:0",
                "http://proxy:65536",
                "http://my_proxy:3128",
                "http://a..b:80",
                "http://u:p@proxy:3128",
                "http://proxy:3128/x"
            })
    void takesNothingElse(String proxy) {
        assertThat(Network.isProxy(proxy)).isFalse();
    }
}
