package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Texts for providers that keep conversations, and what they answer. */
class ConversationDialectTests {

    private static final ConversationProviderDialect PROVIDER = new ConversationProviderDialect();

    private static Exchange chat(String members) {
        return new Exchange(
                Arrivals.OPENAI, Operation.CHAT, "{'model':'m'," + members + "}", ConversationProviderDialect.NAME);
    }

    private static JsonNode sent(String messages) throws DialectException, IOException {
        return chat("'messages':" + messages).sent();
    }

    @Test
    void sendsWhatTheUserSaysAsItIs() throws Exception {
        assertThat(sent("[{'role':'user','content':' Hi\\nthere '}]"))
                .isEqualTo(json("{'content':' Hi\\nthere ','role':'user'}"));
    }

    @Test
    void sendsALineForEachTurn() throws Exception {
        assertThat(sent("""
                        [{'role':'system','content':'Be brief'},{'role':'user','content':[{'type':'text','text':'Hi'}]},
                         {'role':'assistant','content':'Hello'},{'role':'user','content':'Why?'}]""").path("content").stringValue())
                .isEqualTo("System: Be brief\nUser: Hi\nAssistant: Hello\nUser: Why?");
    }

    @Test
    void tellsWhatDoesNotArrive() throws Exception {
        assertThat(chat("'messages':[{'role':'user','content':'Hi'}],'temperature':1,'max_tokens':5,'stop':['x']")
                        .losses())
                .containsExactlyInAnyOrder("temperature", "max_tokens", "stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':{'name':'f'}}]",
                "'messages':[{'role':'user','content':'Hi'}],'response_format':{'type':'json_object'}",
                "'messages':[{'role':'user','content':'Hi'}],'n':2",
                "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,aQ=='}}]}]"
            })
    void refusesWhatIsMoreThanText(String members) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> chat(members).sent())
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
    }

    private static List<ChatEvent> events(String stream) throws IOException {
        ConversationReader frames =
                new ConversationReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        Decoder decoder = PROVIDER.decoder();
        List<ChatEvent> events = new ArrayList<>();
        while (frames.next()) {
            events.addAll(decoder.read(frames.event(), frames.buffer(), frames.from(), frames.to()));
        }
        events.addAll(decoder.end());
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"content\":\"He\"}\n\ndata: {\"content\":\"llo\"}\n\ndata: [DONE]\n\ndata: {\"content\":\"!\"}\n",
                "message\t{\"content\":\"He\"}\t\r\nmessage\t{\"content\":\"llo\"}\t\r\nmessage\t[DONE]\t\r\n",
                ": hm\nevent: x\ndata:{\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\ndata: ping\n"
                        + "data:{\"choices\":[{\"delta\":{\"content\":\"llo\"},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"response\":\"He\"}\nmessage\t{\"message\":\"llo\"}\t\n[DONE]\n"
            })
    void readsBothFormsOfStreams(String stream) throws Exception {
        assertThat(events(stream))
                .containsExactly(
                        new ChatEvent.Started("", ""),
                        new ChatEvent.TextDelta(0, "He"),
                        new ChatEvent.TextDelta(0, "llo"),
                        new ChatEvent.Finished(0, FinishReason.STOP));
    }

    @Test
    void doesNotTakeACutStreamForAWholeOne() throws Exception {
        assertThat(events("data: {\"content\":\"He\"}\n\n"))
                .containsExactly(new ChatEvent.Started("", ""), new ChatEvent.TextDelta(0, "He"));
    }

    @Test
    void tellsOfFailures() throws Exception {
        assertThat(events("data: {\"error\":\"no\"}\n")).containsExactly(new ChatEvent.Failed("{\"error\":\"no\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}",
                "{\"choices\":[{\"text\":\"Hello\"}]}",
                "{\"response\":\"Hello\"}",
                "{\"content\":\"Hello\"}",
                "{\"message\":\"Hello\"}"
            })
    void findsTheTextOfWholeAnswers(String answer) throws Exception {
        JsonNode whole = chat("'messages':[{'role':'user','content':'Hi'}]").whole(answer);
        assertThat(whole.path("choices").path(0).path("message").path("content").stringValue())
                .isEqualTo("Hello");
        assertThat(whole.path("choices").path(0).path("finish_reason").stringValue())
                .isEqualTo("stop");
    }

    @Test
    void takesNoTextForNoAnswer() {
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> PROVIDER.decode(json("{'status':'ok'}")));
    }

    @Test
    void readsARefusal() throws Exception {
        JsonNode choice = chat("'messages':[{'role':'user','content':'Hi'}]")
                .whole("{'choices':[{'message':{'content':null,'refusal':'I may not'},'finish_reason':'stop'}]}")
                .path("choices")
                .path(0);

        assertThat(choice.path("message").path("refusal").stringValue()).isEqualTo("I may not");
        assertThat(events("data: {\"choices\":[{\"delta\":{\"content\":null,\"refusal\":\"No\"}}]}\n"))
                .endsWith(new ChatEvent.RefusalDelta(0, "No"));
    }

    @Test
    void tellsThatAFilterHeldTheAnswerBack() throws Exception {
        assertThat(chat("'messages':[{'role':'user','content':'Hi'}]")
                        .whole("{'choices':[{'message':{'content':null},'finish_reason':'content_filter'}]}")
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isEqualTo("content_filter");
        assertThat(events("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n"))
                .endsWith(new ChatEvent.Finished(0, FinishReason.CONTENT_FILTER));
    }
}
