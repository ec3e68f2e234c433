package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Source;
import io.tollgate.chat.Usage.Unit;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a chat: embeddings, images, speech, forms with files, and what each is billed in. */
@GatewayTest
class PassthroughTests {

    private static final String FORM = "multipart/form-data; boundary=\"bound ary\"";

    private final Gateway gateway;

    PassthroughTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static Usage units(long units, Unit unit) {
        return Usage.ofUnits(units, unit, Source.PROVIDER);
    }

    @Test
    void embeds() {
        String answer =
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.10,-1e-7]}],\"model\":\"%s\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
        FIRST.then(Reply.json(answer.formatted("upstream-gpt")));

        Gateway.Reply reply =
                gateway.post("/v1/embeddings", "{\"input\":[\"a\",\"b\"],\"model\":\"gpt\",\"dimensions\":2}");

        assertThat(reply.text()).isEqualTo(answer.formatted("gpt"));
        assertThat(FIRST.only().line()).isEqualTo("POST /v1/embeddings HTTP/1.1");
        assertThat(FIRST.only().text())
                .isEqualTo("{\"input\":[\"a\",\"b\"],\"model\":\"upstream-gpt\",\"dimensions\":2}");
        UsageRecord row = gateway.record(reply);
        assertThat(row.operation()).isEqualTo("embeddings");
        assertThat(row.usage().inputTokens()).isEqualTo(8);
        assertThat(row.costNano()).isEqualTo(8 * 150);
    }

    @Test
    void completesText() {
        FIRST.then(Reply.events(
                "{\"choices\":[{\"index\":0,\"text\":\"He\",\"finish_reason\":null}],\"model\":\"up\"}",
                "{\"choices\":[{\"index\":0,\"text\":\"y\",\"finish_reason\":\"stop\"}],\"model\":\"up\"}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"model\":\"up\"}",
                "[DONE]"));

        Gateway.Reply whole = gateway.post("/v1/completions", "{\"model\":\"collected\",\"prompt\":\"x\"}");

        assertThat(whole.json().path("choices").path(0).path("text").asString()).isEqualTo("Hey");
        assertThat(whole.json().path("choices").path(0).path("finish_reason").asString())
                .isEqualTo("stop");
        assertThat(whole.json().path("model").asString()).isEqualTo("collected");
        assertThat(gateway.record(whole).usage().outputTokens()).isEqualTo(2);
    }

    @Test
    void moderatesForNothing() {
        FIRST.then(Reply.json("{\"id\":\"m\",\"model\":\"omni\",\"results\":[{\"flagged\":false}]}"));

        Gateway.Reply reply = gateway.post("/v1/moderations", "{\"model\":\"gpt\",\"input\":\"Hi\"}");

        assertThat(reply.json().path("model").asString()).isEqualTo("gpt");
        assertThat(gateway.record(reply).costNano()).isZero();
    }

    @Test
    void countsImages() {
        FIRST.then(
                Reply.json("{\"created\":1,\"data\":[{\"b64_json\":\"AA==\"},{\"url\":\"https://img.example/1\"}]}"));

        Gateway.Reply reply = gateway.post("/v1/images/generations", "{\"model\":\"image\",\"prompt\":\"x\",\"n\":2}");

        assertThat(reply.json().path("data").size()).isEqualTo(2);
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage()).isEqualTo(units(2, Unit.IMAGE));
        assertThat(row.costNano()).isEqualTo(80_000_000);
    }

    @Test
    void countsImagesInTokensWhereTheProviderDoes() {
        FIRST.then(
                Reply.json(
                        "{\"data\":[{\"b64_json\":\"AA==\"}],\"usage\":{\"input_tokens\":50,\"output_tokens\":1000,\"total_tokens\":1050}}"));

        Gateway.Reply reply = gateway.post("/v1/images/generations", "{\"model\":\"gpt\",\"prompt\":\"x\"}");

        assertThat(gateway.record(reply).usage()).isEqualTo(Usage.ofTokens(50, 0, 1000, 0));
    }

    @Test
    void passesSoundOnAndCountsCharacters() {
        byte[] sound = new byte[70_000];
        new Random(7).nextBytes(sound);
        FIRST.then(Reply.bytes(200, "audio/mpeg", sound));

        Gateway.Reply reply =
                gateway.post("/v1/audio/speech", "{\"model\":\"voice\",\"input\":\"Grüß 🌏\",\"voice\":\"alloy\"}");

        assertThat(reply.body()).isEqualTo(sound);
        assertThat(reply.header("Content-Type")).isEqualTo("audio/mpeg");
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage()).isEqualTo(units(6, Unit.CHARACTER));
        assertThat(row.costNano()).isEqualTo(6 * 15_000);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void passesSoundOnThatComesInEvents() {
        String events = "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AA==\"}\n\n";
        FIRST.then(Reply.bytes(200, "text/event-stream", events.getBytes(StandardCharsets.UTF_8)));

        Gateway.Reply reply =
                gateway.post("/v1/audio/speech", "{\"model\":\"voice\",\"input\":\"Hi\",\"stream_format\":\"sse\"}");

        assertThat(reply.text()).isEqualTo(events);
        assertThat(gateway.record(reply).usage()).isEqualTo(units(2, Unit.CHARACTER));
    }

    @Test
    void takesSilenceForAFailure() {
        FIRST.then(Reply.bytes(200, "audio/mpeg", new byte[0]));
        SECOND.then(Reply.bytes(200, "audio/mpeg", new byte[] {1, 2, 3}));

        Gateway.Reply reply = gateway.post("/v1/audio/speech", "{\"model\":\"pair\",\"input\":\"Hi\"}");

        assertThat(reply.body()).containsExactly(1, 2, 3);
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
    }

    @Test
    void cutsTheConnectionWhenSoundBreaksOff() {
        FIRST.then(wire -> {
            wire.raw("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 100000\r\n\r\n");
            wire.raw(new byte[20_000]);
            wire.reset();
        });

        String body = "{\"model\":\"voice\",\"input\":\"Hi\"}";
        String answer = gateway.raw("POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + GatewaySettings.KEY
                + "\r\nx-request-id: broken-sound\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
        assertThat(gateway.record("broken-sound").outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    private static FakeProvider.Reply cut(String type) {
        return wire -> {
            wire.raw("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 100000\r\n\r\n");
            wire.raw(new byte[20_000]);
            wire.reset();
        };
    }

    @Test
    void asksElsewhereForATextThatBreaksOff() {
        FIRST.then(cut("text/plain; charset=iso-8859-1"));
        SECOND.then(Reply.bytes(200, "text/plain; charset=iso-8859-1", new byte[] {'G', 'r', (byte) 0xfc, 'n'}));

        Gateway.Reply reply = transcribe(form(new byte[10_000], "model", "pair", "response_format", "text"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).containsExactly('G', 'r', 0xfc, 'n');
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=iso-8859-1");
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
    }

    @Test
    void asksElsewhereForSoundThatBreaksOffWhenThatIsSafe() {
        FIRST.then(cut("audio/mpeg"));
        SECOND.then(Reply.bytes(200, "audio/mpeg", new byte[] {1, 2, 3}));

        Gateway.Reply reply = gateway.send(gateway.request("/v1/audio/speech")
                .header("Authorization", "Bearer " + GatewaySettings.KEY)
                .header("Content-Type", "application/json")
                .header("x-tollgate-stream-mode", "safe")
                .POST(BodyPublishers.ofString("{\"model\":\"pair\",\"input\":\"Hi\"}")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).containsExactly(1, 2, 3);
        UsageRecord row = gateway.record(reply);
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.usage()).isEqualTo(Usage.ofUnits(2, Unit.CHARACTER, Source.PROVIDER));
    }

    private static byte[] form(byte[] file, String... fields) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            form.writeBytes(("--bound ary\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n"
                            + fields[i + 1] + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        form.writeBytes(
                "--bound ary\r\nX-Odd: 1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(file);
        form.writeBytes("\r\n--bound ary--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private Gateway.Reply transcribe(byte[] form) {
        return gateway.post("/v1/audio/transcriptions", FORM, BodyPublishers.ofByteArray(form));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"Hey\",\"usage\":{\"type\":\"duration\",\"seconds\":7}} | 7 | PROVIDER",
                "{\"task\":\"transcribe\",\"duration\":8.470000267028809,\"text\":\"Hey\"} | 9 | PROVIDER",
                "{\"text\":\"Hey\"} | 1 | ESTIMATED"
            })
    void countsSeconds(String answer, long seconds, Source source) {
        FIRST.then(Reply.json(answer));

        Gateway.Reply reply =
                transcribe(form(new byte[] {1, 2, '\r', '\n', '-', '-', 3}, "model", "ears", "language", "de"));

        assertThat(reply.text()).isEqualTo(answer);
        Received asked = FIRST.only();
        String boundary = asked.header("Content-Type").substring("multipart/form-data; boundary=".length());
        assertThat(new String(asked.body(), StandardCharsets.ISO_8859_1))
                .isEqualTo("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nupstream-ears\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nde\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n\u0001\u0002\r\n--\u0003\r\n--"
                        + boundary + "--\r\n");
        UsageRecord row = gateway.record(reply);
        assertThat(row.operation()).isEqualTo("transcriptions");
        assertThat(row.usage()).isEqualTo(Usage.ofUnits(seconds, Unit.SECOND, source));
        assertThat(row.costNano()).isEqualTo(seconds * 100_000);
    }

    @Test
    void passesATextOn() {
        FIRST.then(Reply.status(200, "text/plain; charset=utf-8", "Grüße\n"));

        Gateway.Reply reply = transcribe(form(new byte[10_000], "model", "ears", "response_format", "text"));

        assertThat(reply.text()).isEqualTo("Grüße\n");
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage()).isEqualTo(Usage.ofUnits(2, Unit.SECOND, Source.ESTIMATED));
        assertThat(row.costNano()).isEqualTo(200_000);
    }

    @Test
    void passesALargeUploadOnIntact() throws Exception {
        byte[] file = new byte[20 * 1024 * 1024];
        new Random(5).nextBytes(file);
        FIRST.then(Reply.json("{\"text\":\"Hey\"}"));

        Gateway.Reply reply = transcribe(form(file, "model", "ears"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        byte[] arrived = FIRST.only().body();
        String head = new String(arrived, 0, 1000, StandardCharsets.ISO_8859_1);
        int from = head.indexOf("audio/mpeg\r\n\r\n") + "audio/mpeg\r\n\r\n".length();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(arrived, from, file.length);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    }

    @Test
    void passesALongChatOnIntact() {
        String text = "é".repeat(1_500_000);

        Gateway.Reply reply = gateway.post(
                Gateway.CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}],\"model\":\"gpt\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        String sent = FIRST.only().text();
        assertThat(json(sent).path("messages").path(0).path("content").asString())
                .isEqualTo(text);
        assertThat(sent).endsWith("}],\"model\":\"upstream-gpt\"}");
    }

    @Test
    void refusesWhatIsTooLarge() {
        byte[] large = new byte[33 * 1024 * 1024];

        String announced = gateway.raw("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + GatewaySettings.KEY + "\r\nContent-Type: application/json\r\nContent-Length: "
                + large.length + "\r\n\r\n");

        assertThat(announced).startsWith("HTTP/1.1 413").contains("request_too_large");
        gateway.post(
                        Gateway.CHAT,
                        "application/json",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .isError(413, "request_too_large");

        assertThat(FIRST.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "application/json",
                "text/plain"
            })
    void refusesFormsOfAnotherType(String type) {
        Gateway.Reply reply = gateway.post(
                "/v1/audio/transcriptions", type, BodyPublishers.ofByteArray(form(new byte[3], "model", "ears")));

        assertThat(reply.status()).isIn(400, 415);
        reply.isError(reply.status(), reply.code());
        assertThat(FIRST.received()).isEmpty();
    }

    @Test
    void refusesFormsWithTwoModels() {
        for (String second : new String[] {"model", "Model", "MODEL"}) {
            transcribe(form(new byte[3], "model", "ears", second, "gpt")).isError(400, "invalid_form");
        }
        transcribe(form(new byte[3])).isError(400, "missing_required_parameter");
        assertThat(FIRST.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files",
                "/v1/files/file-1/content",
                "/v1/batches",
                "/v1/fine_tuning/jobs",
                "/api/v1/assistants",
                "/v1/vector_stores"
            })
    void saysWhatIsNotOffered(String path) {
        gateway.get(path).isError(404, "endpoint_not_offered");
        gateway.post(path, "{}").isError(404, "endpoint_not_offered");
    }

    @Test
    void answersUnderApiToo() {
        Gateway.Reply reply = gateway.post(
                "/api/v1/chat/completions",
                "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(FIRST.only().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }
}
