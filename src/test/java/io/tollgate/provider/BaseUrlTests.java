package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTests {

    @ParameterizedTest
    @CsvSource({
        "https://h, https://h/v1",
        "https://h/, https://h/v1",
        "https://h/v1, https://h/v1",
        "https://h/v1/, https://h/v1",
        "https://h/v1//, https://h/v1",
        "https://h/v1/chat/completions, https://h/v1",
        "https://h/v1/chat/completions/, https://h/v1",
        "https://h/v1/embeddings, https://h/v1",
        "https://h/v1/responses, https://h/v1",
        "https://h/chat/completions, https://h/v1",
        "https://h/api, https://h/api/v1",
        "https://h/api/v3, https://h/api/v3",
        "https://h/v1beta/openai, https://h/v1beta/openai",
        "https://h/v1beta/openai/chat/completions, https://h/v1beta/openai",
        "HTTPS://H.Example:443/v1, https://h.example/v1",
        "https://h:8443, https://h:8443/v1",
        "http://h:80, http://h/v1",
        "http://h:443, http://h:443/v1",
        "http://[::1]:8080, http://[::1]:8080/v1",
        "' https://h ', https://h/v1"
    })
    void bringsEveryFormToOne(String typed, String normal) {
        assertThat(BaseUrl.parse(typed)).hasToString(normal);
        assertThat(BaseUrl.parse(normal)).hasToString(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "h/v1",
                "//h/v1",
                "/v1",
                "https:",
                "https://",
                "https:///v1",
                "https:h",
                "ftp://h",
                "file:///etc/passwd",
                "jar:https://h!/",
                "https://user@h",
                "https://user:pass@h",
                "https://h@evil.example",
                "https://h?x=1",
                "https://h/#x",
                "https://h/v1?key=1",
                "https://h:0",
                "https://h:65536",
                "https://h:x",
                "https://h /v1",
                "https://h\\@evil.example",
                "https://h/..",
                "https://h/a/../b",
                "https://h/a;b",
                "https://h/a//b",
                "https://h%2eexample",
                "https://ｈ",
                "https://h\u3002example",
                "https://[::1",
                "https://127.1",
                "https://169.16689662",
                "https://127.0.0.1.",
                "https://0x7f.0.0.1",
                "https://0251.0376.0251.0376",
                "https://[::1%25eth0]",
                "https://h\r\nX: 1",
                "https://h/\u0000"
            })
    void refusesWhatIsNone(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.parse(typed));
    }
}
