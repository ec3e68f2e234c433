package io.tollgate.dialect;

import static io.tollgate.dialect.GeminiExchange.between;
import static io.tollgate.dialect.GeminiExchange.decoded;
import static io.tollgate.dialect.GeminiExchange.events;
import static io.tollgate.dialect.GeminiExchange.fromGemini;
import static io.tollgate.dialect.GeminiExchange.fromOpenAi;
import static io.tollgate.dialect.GeminiExchange.json;
import static io.tollgate.dialect.GeminiExchange.relayed;
import static io.tollgate.dialect.GeminiExchange.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Message;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GeminiAnswerTests {

    private static final String ASK = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}";
    private static final String ASK_OPENAI = """
            {"model":"m","stream":true,"stream_options":{"include_usage":true},
             "messages":[{"role":"user","content":"Hi"}]}""";
    private static final Map<String, String> SSE = Map.of("alt", "sse");

    private static String part(String part) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part + "]}}]}";
    }

    private static String finish(String reason) {
        return "{\"candidates\":[{\"finishReason\":\"" + reason + "\",\"content\":{\"parts\":[{\"text\":\"\"}]}}]}";
    }

    @Test
    void readsTextThoughtsAndTheirSignature() throws Exception {
        assertThat(decoded(
                        "{\"responseId\":\"r\",\"modelVersion\":\"v\",\"candidates\":[{\"content\":{\"parts\":["
                                + "{\"text\":\"hm\",\"thought\":true},{\"text\":\"Hello\"}]}}]}",
                        part("{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}"),
                        finish("STOP")))
                .containsExactly(
                        new ChatEvent.Started("r", "v"),
                        new ChatEvent.ThinkingDelta(0, "hm"),
                        new ChatEvent.TextDelta(0, "Hello"),
                        new ChatEvent.ThinkingSealed(0, new Seal("gemini", "c2ln")),
                        new ChatEvent.Finished(0, FinishReason.STOP));
    }

    @Test
    void readsCallsWholeAndInPieces() throws Exception {
        List<ChatEvent> events = decoded(
                part(
                        "{\"functionCall\":{\"id\":\"i\",\"name\":\"f\",\"args\":{\"n\":1.50}},\"thoughtSignature\":\"s\"}"),
                part("{\"functionCall\":{\"name\":\"g\",\"willContinue\":true}}"),
                part("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.a[1].b\",\"stringValue\":\"x\"}],"
                        + "\"willContinue\":true}}"),
                part("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.a[1].b\",\"stringValue\":\"y\"},"
                        + "{\"jsonPath\":\"$['c d']\",\"boolValue\":true},{\"jsonPath\":\"$.n\",\"numberValue\":0.50},"
                        + "{\"jsonPath\":\"$.z\",\"nullValue\":null},{\"jsonPath\":\"$.a[999999].b\",\"numberValue\":1}],"
                        + "\"willContinue\":true}}"),
                part("{\"functionCall\":{}}"),
                part("{\"functionCall\":{\"name\":\"h\"}}"),
                finish("STOP"));
        ChatEvent.ToolCallStarted first = (ChatEvent.ToolCallStarted) events.get(1);
        assertThat(first).isEqualTo(new ChatEvent.ToolCallStarted(0, 0, "i", "f", new Seal("gemini", "s")));
        assertThat(events.get(2)).isEqualTo(new ChatEvent.ToolCallDelta(0, 0, "{\"n\":1.50}"));
        assertThat(((ChatEvent.ToolCallStarted) events.get(3)).id()).startsWith("call_");
        assertThat(events.get(4))
                .isEqualTo(new ChatEvent.ToolCallDelta(
                        0, 1, "{\"a\":[null,{\"b\":\"xy\"}],\"c d\":true,\"n\":0.50,\"z\":null}"));
        assertThat(events.get(6)).isEqualTo(new ChatEvent.ToolCallDelta(0, 2, "{}"));
        assertThat(events.getLast()).isEqualTo(new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
        assertThat(events).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "MALFORMED_FUNCTION_CALL, STOP",
        "SOMETHING_NEW, STOP"
    })
    void knowsWhyAnAnswerEnded(String word, FinishReason reason) throws Exception {
        assertThat(decoded(part("{\"text\":\"a\"}"), finish(word)).getLast())
                .isEqualTo(new ChatEvent.Finished(0, reason));
    }

    @Test
    void aBlockedPromptIsARefusal() throws Exception {
        assertThat(decoded(
                        "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":4}}"))
                .containsExactly(
                        new ChatEvent.Started("", ""),
                        new ChatEvent.RefusalDelta(0, "The prompt was blocked: SAFETY"),
                        new ChatEvent.UsageReported(Usage.ofTokens(4, 0, 0, 0)),
                        new ChatEvent.Finished(0, FinishReason.CONTENT_FILTER));
    }

    @Test
    void countsThoughtsAndToolsPromptsAmongTheRest() throws Exception {
        List<ChatEvent> events = decoded("""
                {"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":40,"toolUsePromptTokenCount":10,
                 "candidatesTokenCount":20,"thoughtsTokenCount":5,"totalTokenCount":135,
                 "promptTokensDetails":[{"modality":"TEXT","tokenCount":70},{"modality":"AUDIO","tokenCount":30}]}}""");
        assertThat(events).containsExactly(new ChatEvent.UsageReported(Usage.ofTokens(110, 40, 0, 25, 5, 30, 0)));
        assertThat(decoded(
                        "{\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}",
                        "{\"usageMetadata\":null}",
                        "{\"usageMetadata\":{\"promptTokenCount\":-4}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"candidates\":[]}",
                "{\"candidates\":null}",
                "{\"candidates\":[null]}",
                "{\"candidates\":[{\"content\":null}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[null,{},7,{\"functionCall\":7},{\"text\":null}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"partialArgs\":[{}]}}]}}]}",
                "{\"new\":true}"
            })
    void endsNothingThatWasCutOff(String chunk) throws Exception {
        assertThat(decoded(part("{\"text\":\"a\"}"), chunk))
                .doesNotHaveAnyElementsOfTypes(ChatEvent.Finished.class, ChatEvent.ToolCallStarted.class);
    }

    @Test
    void aCallThatWasCutOffIsNotWhole() throws Exception {
        List<ChatEvent> events = decoded(part("{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}"));
        assertThat(events).doesNotHaveAnyElementsOfTypes(ChatEvent.Finished.class, ChatEvent.ToolCallDelta.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}",
                "[{\"error\":{\"code\":503,\"message\":\"Overloaded\",\"status\":\"UNAVAILABLE\"}}]"
            })
    void anErrorInsideAStreamIsAFailure(String chunk) throws Exception {
        assertThat(decoded(part("{\"text\":\"a\"}"), chunk)).last().isInstanceOf(ChatEvent.Failed.class);
        assertThat(GeminiDecoder.whole(json(chunk))).hasOnlyElementsOfType(ChatEvent.Failed.class);
    }

    @Test
    void readsAListOfChunksAsOneAnswer() throws Exception {
        JsonNode answer = whole(
                between(
                        fromOpenAi("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                        "gemini",
                        "g"),
                "[" + part("{\"text\":\"Hel\"}") + "," + part("{\"text\":\"lo\"}") + "," + finish("STOP") + "]");
        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("Hello");
        List<ChatEvent> cut = GeminiDecoder.whole(json("[" + part("{\"text\":\"Hel\"}") + "]"));
        assertThat(cut).doesNotHaveAnyElementsOfTypes(ChatEvent.Finished.class);
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> GeminiDecoder.whole(json("{\"usageMetadata\":{}}")));
    }

    @Test
    void signaturesComeBackThroughAnOpenAiClient() throws Exception {
        Translation translation = between(
                fromOpenAi(ASK_OPENAI
                        .replace("\"stream\":true,", "")
                        .replace("\"stream_options\":{\"include_usage\":true},", "")),
                "gemini",
                "gemini-3-pro");
        JsonNode message = whole(translation, """
                {"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"plan","thought":true},
                  {"text":"Wait.","thoughtSignature":"dGV4dA=="},
                  {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"Y2FsbA=="}]}}],
                 "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"thoughtsTokenCount":3}}""").at("/choices/0/message");
        assertThat(message.at("/tool_calls/0/extra_content/google/thought_signature")
                        .asString())
                .isEqualTo("Y2FsbA==");
        JsonNode sent = GeminiExchange.sent(
                fromOpenAi("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}," + message + "]}"),
                "gemini",
                "gemini-3-pro");
        assertThat(sent.at("/contents/1/parts")).isEqualTo(json("""
                [{"text":"Wait.","thoughtSignature":"dGV4dA=="},
                 {"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"Y2FsbA=="}]"""));
    }

    @Test
    void streamsToAnOpenAiClient() throws Exception {
        String stream = relayed(
                between(fromOpenAi(ASK_OPENAI), "gemini", "g"),
                part("{\"text\":\"Hello\"}"),
                part("{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"s\"}"),
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":5,"
                        + "\"candidatesTokenCount\":2,\"thoughtsTokenCount\":3,\"totalTokenCount\":10}}");
        List<JsonNode> chunks = events(stream);
        assertThat(chunks.get(1)
                        .at("/choices/0/delta/tool_calls/0/extra_content/google/thought_signature")
                        .asString())
                .isEqualTo("s");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("tool_calls");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(5);
        assertThat(chunks.getLast()
                        .at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(3);
        assertThat(stream).endsWith("data: [DONE]\n\n");
    }

    private static final String[] OPENAI_STREAM = {
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning_content\":\"hm\"}}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}},{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\"}}]}}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                + "{\"arguments\":\"1}\"}}]}}]}",
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
        "{\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":7,\"total_tokens\":16,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}"
    };

    private static final String[] GEMINI_CHUNKS = {"""
        {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true}]},"index":0}],
         "modelVersion":"m","responseId":"c"}""", """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"Hello"}]},"index":0}],
         "modelVersion":"m","responseId":"c"}""", """
        {"candidates":[{"content":{"role":"model","parts":[
           {"functionCall":{"id":"a","name":"f","args":{"x":1}}},
           {"functionCall":{"id":"b","name":"g","args":{}}}]},"index":0,"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":5,"totalTokenCount":16,
           "cachedContentTokenCount":4,"thoughtsTokenCount":2},
         "modelVersion":"m","responseId":"c"}"""};

    @Test
    void streamsToAGeminiClientAsEvents() throws Exception {
        Translation translation = between(fromGemini("m:streamGenerateContent", ASK, SSE), "openai", "o");
        assertThat(translation.contentType()).isEqualTo("text/event-stream");
        List<JsonNode> chunks = events(relayed(translation, OPENAI_STREAM));
        assertThat(chunks).containsExactly(json(GEMINI_CHUNKS[0]), json(GEMINI_CHUNKS[1]), json(GEMINI_CHUNKS[2]));
    }

    @Test
    void streamsToAGeminiClientAsAnArray() throws Exception {
        Translation translation = between(fromGemini("m:streamGenerateContent", ASK), "openai", "o");
        assertThat(translation.contentType()).isEqualTo("application/json");
        String stream = relayed(translation, OPENAI_STREAM);
        assertThat(json(stream)).isEqualTo(json("[" + String.join(",", GEMINI_CHUNKS) + "]"));
    }

    @Test
    void passesGeminisOwnChunksInBothFramings() throws Exception {
        String[] chunks = {
            part("{\"text\":\"a\"}").replaceFirst("\\{", "{\"modelVersion\":\"g-001\",\"new\":1.10,"), finish("STOP")
        };
        Translation events = between(fromGemini("m:streamGenerateContent", ASK, SSE), "gemini", "g");
        assertThat(relayed(events, chunks))
                .isEqualTo("data: " + chunks[0].replace("g-001", "m") + "\n\ndata: " + chunks[1] + "\n\n");
        Translation array = between(fromGemini("g:streamGenerateContent", ASK), "gemini", "g");
        assertThat(relayed(array, chunks)).isEqualTo("[" + chunks[0] + "\n,\n" + chunks[1] + "\n]");
        assertThat(array.finished()).isTrue();
    }

    @Test
    void aStreamThatWasCutOffIsNotEnded() throws Exception {
        Translation array = between(fromGemini("g:streamGenerateContent", ASK), "gemini", "g");
        assertThat(relayed(array, part("{\"text\":\"a\"}")))
                .doesNotContain("]\n]")
                .doesNotEndWith("\n]");
        assertThat(array.finished()).isFalse();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        array.fail(GatewayError.server(502, "upstream_error", "The provider failed."), out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""

                ,
                {"error":{"code":502,"message":"The provider failed.","status":"UNAVAILABLE"}}
                ]""");
    }

    @Test
    void writesAWholeAnswer() throws Exception {
        JsonNode answer = whole(between(fromGemini("m:generateContent", ASK), "openai", "o"), """
                {"id":"c","model":"o-1","choices":[{"index":0,"finish_reason":"tool_calls","message":{
                  "content":"Hello","reasoning_content":"hm","reasoning_details":[
                    {"type":"reasoning.text","text":"hm","signature":"tollgate:anthropic:c2ln"}],
                  "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\\"x\\":1.50}"}}]},
                  "logprobs":{"content":[{"token":"Hello","logprob":-0.5,"bytes":[],
                    "top_logprobs":[{"token":"Hi","logprob":-1.5,"bytes":[]}]}]}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":7,"completion_tokens_details":{"reasoning_tokens":2}}}""");
        assertThat(answer).isEqualTo(json("""
                {"candidates":[{"content":{"role":"model","parts":[
                   {"text":"hm","thought":true,"thoughtSignature":"dG9sbGdhdGU6YW50aHJvcGljOmMybG4="},
                   {"text":"Hello"},{"functionCall":{"id":"a","name":"f","args":{"x":1.50}}}]},
                  "logprobsResult":{"chosenCandidates":[{"token":"Hello","logProbability":-0.5}],
                    "topCandidates":[{"candidates":[{"token":"Hi","logProbability":-1.5}]}]},
                  "finishReason":"STOP","index":0}],
                 "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":5,"totalTokenCount":16,
                   "thoughtsTokenCount":2},
                 "modelVersion":"m","responseId":"c"}"""));
    }

    @Test
    void probabilitiesReachAnOpenAiClient() throws Exception {
        Translation translation = between(
                fromOpenAi("{\"model\":\"m\",\"logprobs\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                "gemini",
                "g");
        JsonNode answer = whole(translation, """
                {"candidates":[{"finishReason":"STOP","content":{"parts":[{"text":"Hé"}]},"logprobsResult":{
                  "topCandidates":[{"candidates":[{"token":"Hé","logProbability":-0.25}]}],
                  "chosenCandidates":[{"token":"Hé","tokenId":7,"logProbability":-0.25}]}}]}""");
        assertThat(answer.at("/choices/0/logprobs")).isEqualTo(json("""
                {"content":[{"token":"Hé","logprob":-0.25,"bytes":[72,195,169],
                  "top_logprobs":[{"token":"Hé","logprob":-0.25,"bytes":[72,195,169]}]}]}"""));
    }

    @Test
    void sealsOfOthersComeBackThroughAGeminiClient() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GeminiEncoder encoder = new GeminiEncoder("m", new GeminiFraming(true));
        Seal seal = new Seal("anthropic", "si/g+:=");
        for (ChatEvent event : List.of(
                new ChatEvent.ThinkingDelta(0, "so "),
                new ChatEvent.ThinkingDelta(0, "so"),
                new ChatEvent.ThinkingSealed(0, seal),
                new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "redacted")),
                new ChatEvent.TextDelta(0, "Hello"),
                new ChatEvent.Finished(0, FinishReason.STOP))) {
            encoder.write(event, out);
        }
        encoder.end(out);
        StringBuilder contents = new StringBuilder();
        for (JsonNode chunk : events(out.toString(StandardCharsets.UTF_8))) {
            for (JsonNode part : chunk.at("/candidates/0/content/parts")) {
                contents.append(contents.isEmpty() ? "" : ",").append(part);
            }
        }
        List<Message> messages = GeminiChatReader.read(
                        json("{\"contents\":[{\"role\":\"model\",\"parts\":[" + contents + "]}]}"))
                .messages();
        assertThat(messages.getFirst().content())
                .containsExactly(
                        new Content.Thinking("so so", seal),
                        new Content.Thinking("", new Seal("anthropic", "redacted")),
                        new Content.Text("Hello"));
    }

    @Test
    void aCallThatIsNoJsonIsSaidToBeMalformed() throws Exception {
        JsonNode answer = whole(between(fromGemini("m:generateContent", ASK), "openai", "o"), """
                {"choices":[{"finish_reason":"tool_calls","message":{"content":null,
                  "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\\"x\\":"}}]}}]}""");
        assertThat(answer.at("/candidates/0/finishReason").asString()).isEqualTo("MALFORMED_FUNCTION_CALL");
        assertThat(answer.at("/candidates/0/content/parts")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, NOT_FOUND",
        "413, INVALID_ARGUMENT",
        "429, RESOURCE_EXHAUSTED",
        "500, INTERNAL",
        "503, UNAVAILABLE",
        "504, DEADLINE_EXCEEDED"
    })
    void writesErrorsAsGoogleDoes(int status, String word) {
        String error = GeminiExchange.CLIENT.error(GatewayError.server(status, "c", "No \"luck\""));
        assertThat(json(error))
                .isEqualTo(json("{\"error\":{\"code\":%d,\"message\":\"No \\\"luck\\\"\",\"status\":\"%s\"}}"
                        .formatted(status, word)));
    }

    @Test
    void anErrorSaysWhenToTryAgain() {
        GatewayError error = GatewayError.server(429, "c", "Later").retryAfter(Duration.ofSeconds(7));
        assertThat(json(GeminiExchange.CLIENT.error(error))
                        .at("/error/details/0/retryDelay")
                        .asString())
                .isEqualTo("7s");
    }
}
