package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests converted from Anthropic's dialect to OpenAI's, and to its own. */
class AnthropicReaderTests {

    private static final AnthropicProviderDialect PROVIDER = new AnthropicProviderDialect();
    private static final AnthropicClientDialect CLIENT = new AnthropicClientDialect(Arrivals.INTAKE);

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

    /** A request of an Anthropic client as a provider that speaks OpenAI gets it. */
    private JsonNode toOpenAi(String request) throws DialectException, IOException {
        ChatRequest chat = (ChatRequest) CLIENT.read(Operation.CHAT, tree(request));
        return body(new OpenAiProviderDialect().encode(chat, to("gpt-5")));
    }

    private static String asked(String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + (more.isEmpty() ? "" : ",") + more + "}";
    }

    @Test
    void readsARichConversation() throws Exception {
        JsonNode body = toOpenAi("""
                {"model":"m","max_tokens":100,"temperature":0.5,"top_k":5,"stop_sequences":["END"],
                 "metadata":{"user_id":"u1"},"thinking":{"type":"enabled","budget_tokens":9000},
                 "system":[{"type":"text","text":"One.","cache_control":{"type":"ephemeral"}}],
                 "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},
                   {"type":"custom","name":"g","input_schema":{"type":"object"},"strict":true}],
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                 "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
                 "messages":[
                  {"role":"user","content":[{"type":"text","text":"Look"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                    {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
                    {"type":"document","title":"a.pdf",
                      "source":{"type":"base64","media_type":"application/pdf","data":"BBBB"}},
                    {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"}},
                    {"type":"document","source":{"type":"content","content":[{"type":"text","text":"ho"}]}},
                    {"type":"search_result","title":"T","source":"S","content":[{"type":"text","text":"found"}]}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},
                    {"type":"text","text":"Calling"},
                    {"type":"server_tool_use","id":"s","name":"web_search","input":{}},
                    {"type":"tool_use","id":"t1","name":"f","input":{"a":1.50}}]},
                  {"role":"system","content":"Two."},
                  {"role":"user","content":[{"type":"text","text":"And?"},
                    {"type":"tool_result","tool_use_id":"t1","is_error":true,"cache_control":{"type":"ephemeral"},
                      "content":[{"type":"text","text":"one"}]}]}]}
                """);

        assertThat(body).isEqualTo(tree("""
                {"model":"gpt-5","messages":[
                  {"role":"system","content":"One."},
                  {"role":"user","content":[{"type":"text","text":"Look"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                    {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"}},
                    {"type":"text","text":"hi"},{"type":"text","text":"ho"},
                    {"type":"text","text":"T\\nS"},{"type":"text","text":"found"}]},
                  {"role":"assistant","content":"Calling","tool_calls":[
                    {"id":"t1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1.50}"}}]},
                  {"role":"system","content":"Two."},
                  {"role":"tool","content":"one","tool_call_id":"t1"},
                  {"role":"user","content":"And?"}],
                 "tools":[
                  {"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}},
                  {"type":"function","function":{"name":"g","parameters":{"type":"object"},"strict":true}}],
                 "tool_choice":"required","parallel_tool_calls":false,
                 "max_completion_tokens":100,"temperature":0.5,"stop":["END"],
                 "response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,
                   "schema":{"type":"object"}}},
                 "reasoning_effort":"medium","user":"u1"}
                """));
        assertThat(losses.names()).contains("cache_control", "anthropic content", "thinking", "top_k");
    }

    @Test
    void refusesToolsOfAnthropicsElsewhere() {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(
                        () -> toOpenAi(asked("\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}]")))
                .satisfies(e -> assertThat(e.error().message()).contains("web_search_20250305"));
    }

    /** What an Anthropic client says comes to Anthropic as it was, also by way of the conversation. */
    @Test
    void comesBackAsItWas() throws Exception {
        ObjectNode request = tree("""
                {"model":"claude-opus-4-8","system":[{"type":"text","text":"One.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
                 "messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"S"},
                    {"type":"redacted_thinking","data":"D"},{"type":"thinking","thinking":"","signature":"O"},
                    {"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"x"}},
                    {"type":"tool_use","id":"t1","name":"f","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"1","is_error":true},
                    {"type":"image","source":{"type":"file","file_id":"file_1"}},
                    {"type":"text","text":"go","cache_control":{"type":"ephemeral"}}]}],
                 "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},
                   {"type":"web_search_20250305","name":"web_search"}],
                 "tool_choice":{"type":"auto"},"max_tokens":2000,
                 "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"max"},
                 "stop_sequences":["a","b","c","d","e"]}
                """);

        assertThat(body(PROVIDER.encode((ChatRequest) CLIENT.read(Operation.CHAT, request), to("claude-opus-4-8"))))
                .isEqualTo(request);
        assertThat(losses.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"thinking\":{\"type\":\"enabled\"}",
                "\"thinking\":{\"type\":\"some\"}",
                "\"output_config\":{\"effort\":\"extreme\"}",
                "\"output_config\":{\"format\":{\"type\":\"xml\"}}",
                "\"tool_choice\":{\"type\":\"tool\"}",
                "\"tool_choice\":{\"type\":\"all\"}",
                "\"tools\":[{\"input_schema\":{}}]",
                "\"system\":7",
            })
    void refusesWhatIsWrong(String more) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> CLIENT.read(Operation.CHAT, tree(asked(more))))
                .satisfies(e -> assertThat(e.error().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "responses", "ollama"})
    void namesWhatIsLostOfAToolThatFailed(String provider) throws Exception {
        Exchange exchange = new Exchange(new AnthropicClientDialect(Arrivals.INTAKE), Operation.CHAT, """
                {'model':'m','max_tokens':9,'messages':[
                  {'role':'user','content':'Hi'},
                  {'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]},
                  {'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'boom','is_error':true}]}]}
                """, provider);

        assertThat(exchange.losses()).containsExactly("is_error");
        assertThat(exchange.sent().toString()).contains("\"boom\"");
    }
}
