package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests converted from OpenAI's dialect to Anthropic's. */
class AnthropicWriterTests {

    private static final AnthropicProviderDialect PROVIDER = new AnthropicProviderDialect();

    private final Losses losses = new Losses();

    private Destination to(String model) {
        return new Destination(model, false, Set.of(), losses);
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) Json.requestTree(new java.io.StringReader(json));
    }

    private static JsonNode body(ProviderRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.body().writeTo(out);
        return tree(out.toString(StandardCharsets.UTF_8));
    }

    /** A request of an OpenAI client as Anthropic gets it. */
    private JsonNode toAnthropic(String request) throws DialectException, IOException {
        return toAnthropic("claude-sonnet-4-5", request);
    }

    private JsonNode toAnthropic(String model, String request) throws DialectException, IOException {
        ChatRequest chat = (ChatRequest) Arrivals.OPENAI.read(Operation.CHAT, tree(request));
        return body(PROVIDER.encode(chat, to(model)));
    }

    private static String asked(String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + (more.isEmpty() ? "" : ",") + more + "}";
    }

    @Test
    void writesARichConversation() throws Exception {
        JsonNode body = toAnthropic("""
                {"model":"m","temperature":0.5,"top_p":0.9,"top_k":5,"stop":["END"," "],"user":"u1","seed":7,
                 "presence_penalty":0.5,"logprobs":true,"max_completion_tokens":100,"parallel_tool_calls":false,
                 "tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,
                    "parameters":{"type":"object","properties":{"a":{"type":"number"}}}}},
                   {"type":"function","function":{"name":"g"}}],
                 "tool_choice":"required",
                 "messages":[
                  {"role":"system","content":"One."},
                  {"role":"user","content":[{"type":"text","text":"Look"},{"type":"text","text":""},
                    {"type":"image_url","image_url":{"url":"data:image/jpg;base64,AAAA","detail":"low"}},
                    {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"}},
                    {"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,aGk="},
                     "cache_control":{"type":"ephemeral"}}]},
                  {"role":"user","content":"again"},
                  {"role":"assistant","content":"Calling","tool_calls":[
                    {"id":"functions.f:0","type":"function","function":{"name":"f","arguments":"{\\"a\\": 1.50}"}},
                    {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                  {"role":"tool","tool_call_id":"functions.f:0","content":"one"},
                  {"role":"developer","content":"Two."},
                  {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                  {"role":"user","content":"And?"}]}
                """);

        assertThat(body).isEqualTo(tree("""
                {"model":"claude-sonnet-4-5",
                 "system":[{"type":"text","text":"One."},{"type":"text","text":"Two."}],
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"Look"},
                    {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"}},
                    {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
                    {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"BBBB"},
                      "title":"a.pdf"},
                    {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"},"title":"a.txt",
                      "cache_control":{"type":"ephemeral"}},
                    {"type":"text","text":"again"}]},
                  {"role":"assistant","content":[{"type":"text","text":"Calling"},
                    {"type":"tool_use","id":"functions_f_0","name":"f","input":{"a":1.50}},
                    {"type":"tool_use","id":"c2","name":"g","input":{}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"functions_f_0","content":"one"},
                    {"type":"tool_result","tool_use_id":"c2",
                      "content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                    {"type":"text","text":"And?"}]}],
                 "tools":[{"name":"f","description":"d","strict":true,
                    "input_schema":{"type":"object","properties":{"a":{"type":"number"}}}},
                   {"name":"g","input_schema":{"type":"object"}}],
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                 "max_tokens":100,"temperature":0.5,"top_k":5,"stop_sequences":["END"],"metadata":{"user_id":"u1"}}
                """));
        assertThat(losses.names()).containsExactly("top_p", "stop", "seed", "presence_penalty", "logprobs");
    }

    @Test
    void putsResultsOfToolsFirst() throws Exception {
        JsonNode turns = toAnthropic("""
                {"messages":[{"role":"user","content":"x"},
                 {"role":"assistant","content":null,"tool_calls":[
                   {"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
                   {"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"1"},
                 {"role":"user","content":"wait"},
                 {"role":"tool","tool_call_id":"b","content":"2"}]}
                """).path("messages");

        assertThat(turns).hasSize(3);
        assertThat(turns.get(2).path("content"))
                .extracting(block -> block.path("type").asString())
                .containsExactly("tool_result", "tool_result", "text");
    }

    @Test
    void definesToolsThatWereCalledBefore() throws Exception {
        JsonNode body = toAnthropic("""
                {"messages":[{"role":"user","content":"x"},
                 {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":""}]}
                """);

        assertThat(body.path("tools"))
                .isEqualTo(Json.treeOrNull("[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]"));
        assertThat(body.path("tool_choice").path("type").asString()).isEqualTo("none");
        assertThat(body.path("messages").get(2).path("content").get(0).has("content"))
                .isFalse();
    }

    @Test
    void letsTheUserBegin() throws Exception {
        assertThat(toAnthropic("{\"messages\":[{\"role\":\"system\",\"content\":\"Do it.\"}]}"))
                .isEqualTo(
                        tree(
                                "{\"model\":\"claude-sonnet-4-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Do it.\"}],\"max_tokens\":4096}"));
        assertThat(toAnthropic(
                                "{\"messages\":[{\"role\":\"assistant\",\"content\":\"Hi\"},{\"role\":\"user\",\"content\":\"Ho\"},{\"role\":\"assistant\",\"content\":\"So: \"}]}")
                        .path("messages"))
                .isEqualTo(
                        Json.treeOrNull(
                                "[{\"role\":\"user\",\"content\":\".\"},{\"role\":\"assistant\",\"content\":\"Hi\"},{\"role\":\"user\",\"content\":\"Ho\"},{\"role\":\"assistant\",\"content\":\"So:\"}]"));
    }

    @Test
    void asksForJson() throws Exception {
        assertThat(toAnthropic(asked("\"response_format\":{\"type\":\"json_object\"}"))
                        .path("system")
                        .asString())
                .contains("JSON");
        assertThat(toAnthropic(
                                asked(
                                        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}}}}}"))
                        .path("output_config"))
                .isEqualTo(
                        Json.treeOrNull(
                                "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false}}},\"additionalProperties\":false}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto         | {\"type\":\"auto\"}",
                "none         | {\"type\":\"none\"}",
                "required     | {\"type\":\"any\"}",
            })
    void choosesTools(String word, String choice) throws Exception {
        assertThat(toAnthropic(asked(
                                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\""
                                        + word + "\""))
                        .path("tool_choice"))
                .isEqualTo(Json.treeOrNull(choice));
    }

    @Test
    void choosesAmongSomeTools() throws Exception {
        String tools =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],";
        JsonNode some = toAnthropic(
                asked(
                        tools
                                + "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}"));
        JsonNode one =
                toAnthropic(asked(tools + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"g\"}}"));

        assertThat(some.path("tools")).hasSize(1);
        assertThat(some.path("tool_choice").path("type").asString()).isEqualTo("any");
        assertThat(one.path("tool_choice")).isEqualTo(Json.treeOrNull("{\"type\":\"tool\",\"name\":\"g\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "low    |       | 2048  | 6144",
                "minimal|       | 1024  | 5120",
                "high   | 30000 | 24576 | 30000",
                "high   | 10000 | 5000  | 10000",
                "high   | 1500  | 1024  | 1500",
                "xhigh  |       | 27904 | 32000",
            })
    void thinksWithinABudget(String effort, Integer limit, int budget, int maxTokens) throws Exception {
        JsonNode body = toAnthropic(asked("\"temperature\":0.2,\"top_p\":0.97,\"top_k\":3,\"reasoning_effort\":\""
                + effort + "\"" + (limit == null ? "" : ",\"max_completion_tokens\":" + limit)));

        assertThat(body.path("thinking"))
                .isEqualTo(Json.treeOrNull("{\"type\":\"enabled\",\"budget_tokens\":" + budget + "}"));
        assertThat(body.path("max_tokens").asInt()).isEqualTo(maxTokens);
        assertThat(body.propertyNames()).doesNotContain("temperature", "top_k").contains("top_p");
        assertThat(losses.names()).containsExactly("temperature", "top_k");
    }

    @Test
    void thinksByEffortWhereThereIsNoBudget() throws Exception {
        JsonNode body = toAnthropic(
                "claude-opus-4-7", asked("\"temperature\":0.2,\"top_p\":0.97,\"reasoning_effort\":\"minimal\""));
        JsonNode off = toAnthropic("anthropic.claude-opus-4-8-v1:0", asked("\"reasoning_effort\":\"none\""));
        JsonNode always = toAnthropic("claude-fable-5", asked("\"reasoning_effort\":\"none\""));

        assertThat(body.path("thinking").path("type").asString()).isEqualTo("adaptive");
        assertThat(body.path("output_config").path("effort").asString()).isEqualTo("low");
        assertThat(body.propertyNames()).doesNotContain("temperature", "top_p");
        assertThat(off.path("thinking").path("type").asString()).isEqualTo("disabled");
        assertThat(always.has("thinking")).isFalse();
        assertThat(losses.names()).containsExactly("temperature", "top_p", "reasoning_effort");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"max_tokens\":800",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"required\"",
            })
    void doesNotThinkWhereAnthropicForbids(String more) throws Exception {
        JsonNode body = toAnthropic(asked(more + ",\"temperature\":0.2,\"reasoning_effort\":\"high\""));

        assertThat(body.has("thinking")).isFalse();
        assertThat(body.has("temperature")).isTrue();
        assertThat(losses.names()).containsExactly("reasoning_effort");
    }

    @Test
    void goesOnThinkingOnlyWhereItBegan() throws Exception {
        String call =
                "\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"1\"}";
        String conversation =
                "{\"reasoning_effort\":\"low\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",%s"
                        + call + ",{\"role\":\"assistant\"," + call + "]}";
        String thought =
                "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":\"tollgate:anthropic:S\"}],";

        assertThat(toAnthropic(conversation.formatted("")).has("thinking")).isFalse();
        assertThat(toAnthropic(conversation.formatted(thought)).has("thinking")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":2,\"messages\":[]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"AA\"}}]}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/zip;base64,AA\"}}]}]}",
                "{\"messages\":[],\"tools\":[{\"type\":\"web_search\"}]}",
            })
    void refusesWhatCannotBeSaid(String request) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> toAnthropic(request))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
    }

    @Test
    void countsTokensAndHasNoEmbeddings() throws Exception {
        ChatRequest chat = (ChatRequest)
                Arrivals.OPENAI.read(Operation.CHAT, tree(asked("\"temperature\":0.5,\"reasoning_effort\":\"low\"")));
        ProviderRequest request = PROVIDER.encode(new TokenCountRequest(chat), to("claude-sonnet-4-5"));

        assertThat(request.path()).isEqualTo("/messages/count_tokens");
        assertThat(body(request).propertyNames()).containsExactlyInAnyOrder("model", "messages", "thinking");
        assertThat(PROVIDER.decodeTokenCount(tree("{\"input_tokens\":12}"))).isEqualTo(12);
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> PROVIDER.decodeTokenCount(tree("{}")));
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> PROVIDER.encode(new EmbeddingsRequest(List.of("a"), null), to("m")))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("unsupported_operation"));
    }
}
