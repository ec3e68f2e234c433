package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiHeadTests {

    private final MimeHeaders headers = new MimeHeaders();

    @Test
    void printableTextBecomesBytesAndReadsTheSame() {
        headers.addValue("x-request-id").setString("a ~!");

        AsciiHead.encode(headers);

        assertThat(headers.getName(0).getType()).isEqualTo(MessageBytes.T_BYTES);
        assertThat(headers.getValue(0).getType()).isEqualTo(MessageBytes.T_BYTES);
        assertThat(headers.getHeader("X-Request-Id")).isEqualTo("a ~!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "tab\t", "caf\u00e9", "\u4e2d", "\u007f"})
    void anythingElseIsLeftToTomcat(String value) {
        headers.addValue("x").setString(value);

        AsciiHead.encode(headers);

        assertThat(headers.getValue(0).getType()).isEqualTo(MessageBytes.T_STR);
        assertThat(headers.getHeader("x")).isEqualTo(value);
    }

    @Test
    void aValueThatIsBytesOrAbsentStaysAsItIs() {
        headers.addValue("length").setLong(42);
        headers.addValue("nothing");

        AsciiHead.encode(headers);

        assertThat(headers.getHeader("length")).isEqualTo("42");
        assertThat(headers.getHeader("nothing")).isNull();
    }
}
