package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BaseAddressTests {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/tollgate/connect");

    @BeforeEach
    void arrive() {
        request.setServerName("box");
        request.setServerPort(8080);
        request.setContextPath("/tollgate");
        request.setQueryString("client=python");
    }

    @Test
    void isWhereTheRequestArrived() {
        assertThat(BaseAddress.of(request)).isEqualTo("http://box:8080/tollgate");
        assertThat(BaseAddress.api(request)).isEqualTo("http://box:8080/tollgate/v1");
    }

    @Test
    void isWhatAProxySaysItWas() {
        request.addHeader("X-Forwarded-Proto", "https");
        request.addHeader("X-Forwarded-Host", "llm.example");
        request.addHeader("X-Forwarded-Port", "443");
        assertThat(BaseAddress.api(request)).isEqualTo("https://llm.example/tollgate/v1");
    }

    @Test
    void takesThePathThatAProxyCutOff() {
        request.addHeader("X-Forwarded-Prefix", "/llm");
        assertThat(BaseAddress.of(request)).isEqualTo("http://box:8080/llm/tollgate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "/a?b", "/a\"b", "evil", "/../x y"})
    void takesNoOtherPrefix(String prefix) {
        request.addHeader("X-Forwarded-Prefix", prefix);
        assertThat(BaseAddress.of(request)).isEqualTo("http://box:8080/tollgate");
    }

    @Test
    void ignoresForwardedHeadersThatMakeNoSense() {
        request.addHeader("X-Forwarded-Port", "many");
        assertThat(BaseAddress.of(request)).isEqualTo("http://box:8080/tollgate");
    }
}
