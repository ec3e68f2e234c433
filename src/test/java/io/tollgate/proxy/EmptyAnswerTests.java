package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.DONE;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord.Outcome;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is none, though its status is 200: somebody else is asked, as for any other failure. */
@RetryingGateway.Test
class EmptyAnswerTests extends FaultRows {

    private static final String ROLE =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}";

    EmptyAnswerTests(Gateway gateway) {
        super(gateway);
    }

    private static String usage(int output) {
        return "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":" + output + ",\"total_tokens\":" + (10 + output)
                + "}";
    }

    private static String whole(String message, String reason, int output) {
        return "{\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\"" + reason + "\"}],"
                + usage(output) + "}";
    }

    private static String end(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static String used(int output) {
        return "{\"choices\":[]," + usage(output) + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "{}", "[]", "\"\"", "\"  \"", "{\"choices\":[]}"})
    void nothingIsNoAnswer(String body) {
        PRIMARY.then(Reply.json(body));

        isAnsweredByAnother("pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"assistant\",\"content\":\"\"}", "{\"role\":\"assistant\",\"content\":null}"})
    void anEmptyTextOfNoTokensIsNoAnswer(String message) {
        PRIMARY.then(Reply.json(whole(message, "stop", 0)), Reply.json(whole(message, "stop", 0)));

        isAnsweredByAnother("pair");
        BACKUP.reset();
        isStreamedWholeByAnother();
    }

    /** Where a stream is made of a whole answer. */
    private void isStreamedWholeByAnother() {
        Gateway.Reply reply = chat("pair", true);

        assertThat(reply.events()).hasSize(2).endsWith(DONE);
        assertThat(row(reply, 2).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(BACKUP.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":\"\"}|stop|3",
                "{\"content\":\"\"}|content_filter|0",
                "{\"content\":\"\"}|length|0",
                "{\"content\":\"Yes\"}|stop|0",
                "{\"content\":null,\"refusal\":\"No\"}|stop|0",
                "{\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{}\"}}]}|tool_calls|0"
            })
    void whatHasAReasonIsAnAnswer(String message, String reason, int output) {
        PRIMARY.then(Reply.json(whole(message, reason, output)));

        Gateway.Reply reply = chat("pair");

        assertThat(reply.json().at("/choices/0/finish_reason").asString()).isEqualTo(reason);
        assertThat(row(reply, 1).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(BACKUP.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "safe"})
    void aStreamThatOnlyEndsIsNoAnswer(String mode) {
        for (Reply empty : new Reply[] {
            Reply.events(ROLE, end("stop"), used(0), DONE),
            Reply.events(ROLE, end("stop"), used(0)),
            Reply.events(ROLE, Faults.last(10, 0), DONE)
        }) {
            PRIMARY.reset();
            BACKUP.reset();
            PRIMARY.then(empty);
            BACKUP.then(Faults.stream(2));

            Gateway.Reply reply = chat("pair", mode);

            assertThat(reply.events()).hasSize(4).endsWith(DONE);
            assertThat(row(reply, 2).outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    private Gateway.Reply chat(String model, String mode) {
        return gateway.send(gateway.authorized(Gateway.CHAT)
                .header("Content-Type", "application/json")
                .header("x-tollgate-stream-mode", mode)
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}")));
    }

    @ParameterizedTest
    @CsvSource({"live, stop, 3", "live, content_filter, 0", "safe, length, 0", "safe, stop, 3"})
    void aStreamThatEndsForAReasonIsAnAnswer(String mode, String reason, int output) {
        PRIMARY.then(Reply.events(ROLE, end(reason), used(output), DONE));

        Gateway.Reply reply = chat("pair", mode);

        assertThat(reply.events()).containsExactly(ROLE, end(reason), DONE);
        assertThat(row(reply, 1).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(gateway.record(reply).usage())
                .returns(Usage.Source.PROVIDER, Usage::source)
                .returns(10L, Usage::inputTokens)
                .returns((long) output, Usage::outputTokens);
        assertThat(BACKUP.received()).isEmpty();
    }

    /** It may end without a word about what was used. */
    @Test
    void aStreamThatOnlyEndsMayBeAllThereIsToSay() {
        PRIMARY.then(Reply.events(ROLE, end("stop"), DONE));

        Gateway.Reply reply = chat("pair", true);

        assertThat(reply.events()).containsExactly(ROLE, end("stop"), DONE);
        assertThat(row(reply, 1).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource({"false, 0, 2", "true, 0, 2", "false, 1, 1", "true, 1, 1"})
    void inAnotherDialectAsWell(boolean stream, int output, int attempts) {
        String message = "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,\"output_tokens\":" + output + "}}";
        BACKUP.then(
                stream
                        ? Reply.events(
                                "{\"type\":\"message_start\",\"message\":" + message + "}",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":"
                                        + output + "}}",
                                "{\"type\":\"message_stop\"}")
                        : Reply.json(message));

        Gateway.Reply reply = chat("claude-pair", stream);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(row(reply, attempts).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(PRIMARY.received()).hasSize(attempts - 1);
    }

    /** What is not written in tokens has none. */
    @Test
    void embeddingsHaveNoTokensOfTheirOwn() {
        PRIMARY.then(Reply.json("{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"model\":\"e\","
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":0,\"total_tokens\":10}}"));

        Gateway.Reply reply = gateway.post("/v1/embeddings", "{\"model\":\"pair\",\"input\":\"Hello\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(row(reply, 1).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/v1/moderations", "/v1/responses"})
    void nothingIsNoAnswerToAnyQuestion(String path) {
        PRIMARY.then(Reply.json("{}"));
        BACKUP.then(Reply.json("{\"id\":\"x\",\"object\":\"response\",\"output\":[]}"));

        Gateway.Reply reply = gateway.post(path, "{\"model\":\"pair\",\"input\":\"Hello\"}");

        assertThat(reply.status()).isEqualTo(200);
        row(reply, 2);
    }

    @ParameterizedTest
    @CsvSource({"false, 0, 2", "true, 0, 2", "false, 1, 1", "true, 1, 1"})
    void responsesOfNoTokensAreNoAnswer(boolean stream, int output, int attempts) {
        String answer = "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"incomplete_details\":null,"
                + "\"output\":[{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":[{\"type\":"
                + "\"output_text\",\"text\":\"\"}]}],\"usage\":{\"input_tokens\":10,\"output_tokens\":" + output + "}}";
        String item = "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":[]}";
        Reply empty = stream
                ? Reply.events(
                        "{\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}",
                        "{\"type\":\"response.output_item.added\",\"item\":" + item + "}",
                        "{\"type\":\"response.output_text.done\",\"text\":\"\"}",
                        "{\"type\":\"response.output_item.done\",\"item\":" + item + "}",
                        "{\"type\":\"response.completed\",\"response\":" + answer + "}")
                : Reply.json(answer);
        Reply good = stream
                ? Reply.events(
                        "{\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}",
                        "{\"type\":\"response.completed\",\"response\":{\"id\":\"s\"}}")
                : Reply.json(
                        "{\"id\":\"s\",\"object\":\"response\",\"output\":[{\"type\":\"message\",\"content\":\"Hi\"}]}");
        PRIMARY.then(empty);
        BACKUP.then(good);

        Gateway.Reply reply =
                gateway.post("/v1/responses", "{\"model\":\"pair\",\"stream\":" + stream + ",\"input\":\"Hello\"}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(row(reply, attempts).outcome()).isEqualTo(Outcome.COMPLETED);
    }
}
