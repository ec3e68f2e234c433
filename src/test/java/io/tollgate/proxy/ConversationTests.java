package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND_KEY;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats through a provider that wants a conversation opened for each. */
@GatewayTest
class ConversationTests {

    private static final Reply PROJECTS = Reply.json("[{\"id\":\"p1\",\"name\":\"x\"},{\"id\":\"p2\"}]");
    private static final Reply OPENED = Reply.status(201, "application/json", "{\"id\":\"c1\"}");
    private static final Reply TAKEN = Reply.status(201, "application/json", "{\"id\":\"m1\"}");
    private static final Reply WHOLE = Reply.json("{\"response\":\"Hello\"}");
    private static final Reply REFUSED = Reply.status(401, "application/json", "{}");

    private final Gateway gateway;

    ConversationTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    private static List<String> lines() {
        return FIRST.received().stream().map(Received::line).toList();
    }

    private static String content(Gateway.Reply reply) {
        return reply.json()
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString("");
    }

    @Test
    void opensAConversationForEachChat() {
        FIRST.then(PROJECTS, OPENED, TAKEN, WHOLE);
        Gateway.Reply reply = chat("talk", false);
        assertThat(content(reply)).as(reply.text()).isEqualTo("Hello");
        assertThat(lines())
                .containsExactly(
                        "GET /project HTTP/1.1",
                        "POST /conversation HTTP/1.1",
                        "POST /conversation/c1/message HTTP/1.1",
                        "POST /chat HTTP/1.1");
        List<Received> received = FIRST.received();
        assertThat(received.get(1).text()).isEqualTo("{\"projectId\":\"p1\"}");
        assertThat(received.get(2).text()).isEqualTo("{\"content\":\"Hi\",\"role\":\"user\"}");
        assertThat(received.get(3).text()).isEqualTo("{\"conversationId\":\"c1\",\"mode\":\"Talk v1.5-Default\"}");
        for (Received step : received) {
            assertThat(step.headers("Cookie")).hasSize(1).first().asString().matches("token=planted-.*");
            assertThat(step.header("Origin")).isEqualTo("https://www.orionai.asia");
            assertThat(step.headers("Authorization")).isEmpty();
        }
        assertThat(received.get(1).headers("Referer")).isEmpty();
        for (Received step : received.subList(2, 4)) {
            assertThat(step.headers("Referer")).containsExactly("https://www.orionai.asia/project/p1/conversation/c1");
        }
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/plain; charset=utf-8"})
    void streams(String type) {
        FIRST.then(
                PROJECTS,
                OPENED,
                TAKEN,
                Reply.status(
                        200, type, "message\t{\"content\":\"Hel\"}\t\ndata: {\"content\":\"lo\"}\n\ndata: [DONE]\n\n"));
        Gateway.Reply reply = chat("talk", true);
        assertThat(reply.events().stream()
                        .filter(event -> event.contains("content\":\""))
                        .map(event -> Gateway.json(event)
                                .path("choices")
                                .path(0)
                                .path("delta")
                                .path("content")
                                .asString("")))
                .containsSubsequence("Hel", "lo");
        assertThat(reply.events()).endsWith("[DONE]");
    }

    @Test
    void collectsAStreamForWhoWantsAWhole() {
        FIRST.then(PROJECTS, OPENED, TAKEN, Reply.events("{\"content\":\"Hel\"}", "{\"content\":\"lo\"}", "[DONE]"));
        assertThat(content(chat("talk", false))).isEqualTo("Hello");
    }

    @Test
    void isSetByOptions() {
        FIRST.then(OPENED, TAKEN, WHOLE);
        assertThat(content(chat("talk-elsewhere", false))).isEqualTo("Hello");
        assertThat(lines())
                .containsExactly(
                        "POST /api/open HTTP/1.1", "POST /api/say/c1/now HTTP/1.1", "POST /api/answer HTTP/1.1");
        assertThat(FIRST.received().get(0).text()).isEqualTo("{\"projectId\":\"own\"}");
        assertThat(FIRST.received().get(2).header("Referer")).isEqualTo("https://x.example/c1");
    }

    @Test
    void doesWithoutProjects() {
        FIRST.then(Reply.status(404, null, ""), OPENED, TAKEN, WHOLE);
        assertThat(content(chat("talk", false))).isEqualTo("Hello");
        assertThat(FIRST.received().get(1).text()).isEqualTo("{}");
        assertThat(FIRST.received().get(3).headers("Referer")).isEmpty();
    }

    @Test
    void triesTheNextCredential() {
        FIRST.then(REFUSED, PROJECTS, OPENED, TAKEN, WHOLE);
        assertThat(content(chat("talk", false))).isEqualTo("Hello");
    }

    @Test
    void triesTheNextCredentialWithAConversationOfItsOwn() {
        FIRST.then(PROJECTS, OPENED, TAKEN, REFUSED, PROJECTS, OPENED, TAKEN, WHOLE);
        assertThat(content(chat("talk", false))).isEqualTo("Hello");
        assertThat(lines()).hasSize(8);
        assertThat(FIRST.received().stream().map(step -> step.header("Cookie")).distinct())
                .containsExactlyInAnyOrder("token=" + UPSTREAM_KEY, "token=" + SECOND_KEY);
    }

    @Test
    void saysThatCredentialsAreRefused() {
        FIRST.then(REFUSED, REFUSED);
        chat("talk", false).isError(502, "upstream_auth_error");
    }

    @Test
    void saysThatAConversationCannotBeOpened() {
        FIRST.then(PROJECTS, Reply.status(422, "application/json", "{}"));
        chat("talk", false).isError(502, "upstream_bad_response");
        FIRST.reset();
        FIRST.then(PROJECTS, Reply.json("{\"ok\":true}"));
        chat("talk", false).isError(502, "upstream_bad_response");
    }

    @Test
    void takesNoPathForAName() {
        Reply odd = Reply.json("{\"id\":\"../../admin\"}");
        FIRST.then(PROJECTS, odd);
        chat("talk", false).isError(502, "upstream_bad_response");
        assertThat(lines()).hasSize(2);
    }
}
