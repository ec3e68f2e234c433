package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartRequestReaderTests {

    private static final String MODEL = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n";

    private static String sent(String type, byte[] form, String model) throws IOException, DialectException {
        try (ClientRequest request = Arrivals.OPENAI.decode(Arrivals.of(Operation.TRANSCRIPTIONS, type, form))) {
            ProviderRequest encoded = request.encode(model, false, Set.of());
            String boundary = encoded.contentType().substring("multipart/form-data; boundary=".length());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            encoded.body().writeTo(out);
            assertThat(encoded.body().length()).isEqualTo(out.size());
            return out.toString(StandardCharsets.ISO_8859_1).replace(boundary, "B");
        }
    }

    private static String sent(String form) throws IOException, DialectException {
        return sent("multipart/form-data; boundary=b", form.getBytes(StandardCharsets.ISO_8859_1), "up");
    }

    @Test
    void writesEveryPartAnewWithNothingButItsNameFileAndType() throws Exception {
        assertThat(
                        sent(
                                "preamble\r\n" + MODEL
                                        + "--b\r\nX-Evil: 1\r\nCONTENT-TYPE: audio/wav; codec=1\r\ncontent-disposition: form-data; filename=\"x.wav\"; name=\"file\"\r\n\r\n\u0000\u00ff\r\n--b--\r\nepilogue"))
                .isEqualTo(
                        "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nup\r\n"
                                + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.wav\"\r\nContent-Type: audio/wav; codec=1\r\n\r\n\u0000\u00ff\r\n--B--\r\n");
    }

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.of(
                        "\r",
                        "\n",
                        "\r\n",
                        "-",
                        "--",
                        "--b",
                        "\r\n--",
                        "\r\n-",
                        "\r\n--a",
                        "b",
                        "\u0000",
                        "\u00ff",
                        "\r\r\n",
                        "\r\n\r\n")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void keepsEveryContent(@ForAll("contents") String content) throws Exception {
        String file = ("x" + content).replace("\r\n--b", "\r\n--a");
        String part = "Content-Disposition: form-data; name=\"file\"\r\n\r\n" + file + "\r\n";

        assertThat(sent(MODEL + "--b\r\n" + part + "--b--\r\n"))
                .isEqualTo("--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nup\r\n--B\r\n" + part
                        + "--B--\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b",
                "--b--",
                "--b\r\n",
                MODEL,
                MODEL + "--b",
                MODEL + "--b-",
                MODEL + "--bx\r\n",
                MODEL + "--b \r\n",
                MODEL + MODEL + "--b--",
                "--b\r\nContent-Disposition: form-data; name=\"Model\"\r\n\r\nm\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n \r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nm\r\n--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\nm\r\n--b--",
                "--b\r\nContent-Type: text/plain\r\n\r\nm\r\n--b--",
                "--b\nContent-Disposition: form-data; name=\"model\"\n\nm\n--b--\n",
                MODEL
                        + "--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\nfalse\r\n--b--"
            })
    void refusesWhatIsNoForm(String form) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> sent(form))
                .satisfies(e -> assertThat(e.error().status()).isEqualTo(400));
    }

    @Test
    void refusesFormsWithoutMeasure() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n";
        assertThatExceptionOfType(DialectException.class).isThrownBy(() -> sent(MODEL + part.repeat(200) + "--b--"));
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> sent("--b\r\nX: " + "x".repeat(5000) + "\r\n\r\n1\r\n--b--"));
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> sent(MODEL.replace("\r\nm\r\n", "\r\n" + "m".repeat(1000) + "\r\n") + "--b--"));
    }
}
