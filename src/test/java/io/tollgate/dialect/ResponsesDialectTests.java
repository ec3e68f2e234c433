package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Message;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Seal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ResponsesDialectTests {

    private static final ResponsesClientDialect RESPONSES =
            new ResponsesClientDialect(new OpenAiRequests(Arrivals.INTAKE));
    /** As a provider gets it that only has chat completions. */
    private static JsonNode chat(String members) throws DialectException {
        ObjectNode body = (ObjectNode) json("{'model':'m'," + members + "}");
        Destination to = new Destination("upstream", false, Set.of(Quirk.REASONING_CONTENT_BACK), new Losses());
        return json(Json.text(new OpenAiChatWriter(to).write(ResponsesChatReader.read(body))));
    }

    @Test
    void readsAConversation() throws Exception {
        JsonNode chat = chat("""
                'instructions':'Be brief','input':[
                  {'role':'developer','content':'Rhyme'},
                  {'type':'message','role':'user','content':[
                    {'type':'input_text','text':'What is it?'},
                    {'type':'input_image','image_url':'https://a/b.png','detail':'low'},
                    {'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'},
                    {'type':'input_file','file_id':'file-1'},
                    {'type':'input_audio','input_audio':{'data':'BBBB','format':'mp3'}}]},
                  {'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm'},
                    {'type':'summary_text','text':'Oh'}],'encrypted_content':'enc'},
                  {'type':'web_search_call','id':'ws_1','status':'completed'},
                  {'type':'message','role':'assistant','content':[{'type':'output_text','text':'Look','annotations':[]}]},
                  {'type':'function_call','call_id':'a','name':'f','arguments':'{\\"x\\":1.50}'},
                  {'type':'function_call','call_id':'b','name':'g','arguments':''},
                  {'type':'function_call_output','call_id':'a','output':'one'},
                  {'type':'function_call_output','call_id':'b','output':[{'type':'input_text','text':'two'}]}],
                'tools':[{'type':'function','name':'f','description':'d','parameters':{'type':'object'},'strict':true}],
                'tool_choice':{'type':'function','name':'f'},'parallel_tool_calls':false,'max_output_tokens':100,
                'temperature':0.50,'top_p':0.9,'top_logprobs':2,'reasoning':{'effort':'high','summary':'auto'},
                'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'},'strict':true},'verbosity':'low'},
                'safety_identifier':'u','store':true,'include':['reasoning.encrypted_content'],'truncation':'auto'
                """);
        assertThat(chat).isEqualTo(json("""
                {'model':'upstream','messages':[
                  {'role':'system','content':'Be brief'},
                  {'role':'system','content':'Rhyme'},
                  {'role':'user','content':[
                    {'type':'text','text':'What is it?'},
                    {'type':'image_url','image_url':{'url':'https://a/b.png','detail':'low'}},
                    {'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'}},
                    {'type':'file','file':{'file_id':'file-1'}},
                    {'type':'input_audio','input_audio':{'data':'BBBB','format':'mp3'}}]},
                  {'role':'assistant','content':'Look','reasoning_content':'Hm\\n\\nOh',
                    'reasoning_details':[{'type':'reasoning.text','text':'Hm\\n\\nOh',
                      'signature':'tollgate:responses:enc','index':0}],
                    'tool_calls':[
                      {'id':'a','type':'function','function':{'name':'f','arguments':'{\\"x\\":1.50}'}},
                      {'id':'b','type':'function','function':{'name':'g','arguments':'{}'}}]},
                  {'role':'tool','content':'one','tool_call_id':'a'},
                  {'role':'tool','content':'two','tool_call_id':'b'}],
                'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'},'strict':true}}],
                'tool_choice':{'type':'function','function':{'name':'f'}},'parallel_tool_calls':false,
                'max_completion_tokens':100,'temperature':0.50,'top_p':0.9,'logprobs':true,'top_logprobs':2,
                'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':{'type':'object'}}},
                'reasoning_effort':'high','user':'u'}
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'input':'x','previous_response_id':'resp_1' | previous_response_not_found",
                "'input':'x','conversation':'conv_1' | not_convertible",
                "'input':'x','prompt':{'id':'p'} | not_convertible",
                "'input':'x','background':true | not_convertible",
                "'input':[{'type':'item_reference','id':'i'}] | not_convertible",
                "'input':[{'type':'local_shell_call','id':'i'}] | not_convertible",
                "'input':'x','tools':[{'type':'web_search'}] | not_convertible",
                "'input':'x','tool_choice':{'type':'file_search'} | not_convertible",
                "'instructions':'x' | invalid_value",
                "'input':[] | invalid_value",
                "'input':7 | invalid_value",
                "'input':[{'role':'nobody','content':'x'}] | invalid_value",
                "'input':[{'role':'user','content':[{'type':'odd'}]}] | invalid_value",
                "'input':[{'role':'user','content':[{'type':'input_image'}]}] | invalid_value",
                "'input':[{'type':'function_call','call_id':'a'}] | invalid_value",
                "'input':[{'type':'function_call','call_id':'a','name':'f','arguments':'[]'}] | invalid_value",
                "'input':[{'type':'function_call_output','output':'x'}] | invalid_value",
                "'input':'x','tools':[{'type':'function'}] | invalid_value",
                "'input':'x','tool_choice':'maybe' | invalid_value",
                "'input':'x','reasoning':{'effort':'very'} | invalid_value",
                "'input':'x','text':{'format':{'type':'xml'}} | invalid_value",
                "'input':'x','temperature':'hot' | invalid_value"
            })
    void refusesWhatIsWrongOrLiesElsewhere(String members, String code) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> chat(members))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo(code));
    }

    @Test
    void letsAProviderOfItsOwnTakeRequestsAsTheyAre() throws Exception {
        String body = "'input':[{'type':'item_reference','id':'i'}],'previous_response_id':'resp_1','x':1.50";
        byte[] bytes = Json.bytes(json("{'model':'m'," + body + "}"));
        try (ClientRequest request = RESPONSES.decode(Arrivals.of(Operation.RESPONSES, "application/json", bytes))) {
            assertThat(ProviderDialects.of("responses").takes(request, Set.of()))
                    .isTrue();
            assertThat(ProviderDialects.of("openai").takes(request, Set.of())).isTrue();
            assertThat(ProviderDialects.of("ollama").takes(request, Set.of())).isFalse();
            assertThat(request.isOpenAi()).isTrue();
        }
    }

    private static Exchange toOllama(String members) {
        return new Exchange(RESPONSES, Operation.RESPONSES, "{'model':'m','input':'Hi'" + members + "}", "ollama");
    }

    private static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            String[] lines = event.split("\n");
            JsonNode data = json(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + data.path("type").asString(""));
            if (!data.path("type").asString("").equals("error")) {
                assertThat(data.path("sequence_number").asInt(-1)).isEqualTo(events.size());
            }
            events.add(data);
        }
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.path("type").stringValue().substring("response.".length()))
                .toList();
    }

    @Test
    void writesAStream() throws Exception {
        List<JsonNode> events = events(
                toOllama(
                        ",'stream':true,'instructions':'i','temperature':0.50,'tools':[{'type':'function','name':'f'}]")
                        .stream("""
                {'model':'q','message':{'thinking':'Hm'}}
                {'model':'q','message':{'thinking':' so'}}
                {'model':'q','message':{'content':'Hel'}}
                {'model':'q','message':{'content':'lo'}}
                {'model':'q','message':{'tool_calls':[{'id':'a','function':{'name':'f','arguments':{'x':1}}},{'id':'b','function':{'name':'f'}}]}}
                {'model':'q','done':true,'done_reason':'stop','prompt_eval_count':7,'eval_count':5}
                """));
        assertThat(types(events))
                .containsExactly(
                        "created",
                        "in_progress",
                        "output_item.added",
                        "reasoning_summary_part.added",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.delta",
                        "reasoning_summary_text.done",
                        "reasoning_summary_part.done",
                        "output_item.done",
                        "output_item.added",
                        "content_part.added",
                        "output_text.delta",
                        "output_text.delta",
                        "output_text.done",
                        "content_part.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta",
                        "output_item.added",
                        "function_call_arguments.done",
                        "output_item.done",
                        "function_call_arguments.done",
                        "output_item.done",
                        "completed");
        assertThat(events.getFirst().path("response").path("status").asString()).isEqualTo("in_progress");
        JsonNode response = events.getLast().path("response");
        assertThat(response.path("status").asString()).isEqualTo("completed");
        assertThat(response.path("model").asString()).isEqualTo("m");
        assertThat(response.path("instructions").asString()).isEqualTo("i");
        assertThat(response.path("temperature")).isEqualTo(json("0.50"));
        assertThat(response.path("tools")).isEqualTo(json("[{'type':'function','name':'f'}]"));
        assertThat(response.path("usage")).isEqualTo(json("""
                {'input_tokens':7,'output_tokens':5,'total_tokens':12,
                'input_tokens_details':{'cached_tokens':0,'cache_write_tokens':0},'output_tokens_details':{'reasoning_tokens':0}}
                """));
        assertThat(withoutIds(response.path("output"))).isEqualTo(json("""
                [{'type':'reasoning','summary':[{'type':'summary_text','text':'Hm so'}]},
                 {'type':'message','status':'completed','role':'assistant',
                  'content':[{'type':'output_text','text':'Hello','annotations':[],'logprobs':[]}]},
                 {'type':'function_call','status':'completed','arguments':'{\\"x\\":1}','call_id':'a','name':'f'},
                 {'type':'function_call','status':'completed','arguments':'{}','call_id':'b','name':'f'}]
                """));
    }

    private static JsonNode withoutIds(JsonNode output) {
        output.forEach(item -> {
            assertThat(item.path("id").asString("")).matches("(rs|msg|fc)_[0-9a-f]{24}");
            ((ObjectNode) item).remove("id");
        });
        return output;
    }

    @Test
    void endsAnAnswerThatWasTooLong() throws Exception {
        JsonNode last = events(toOllama(",'stream':true").stream(
                        "{'message':{'content':'Hel'}}\n{'done':true,'done_reason':'length'}\n"))
                .getLast();
        assertThat(last.path("type").asString()).isEqualTo("response.incomplete");
        assertThat(last.path("response").path("incomplete_details")).isEqualTo(json("{'reason':'max_output_tokens'}"));
        assertThat(last.path("response").path("output").path(0).path("status").asString())
                .isEqualTo("incomplete");
    }

    @Test
    void doesNotEndAStreamThatWasCutOff() throws Exception {
        assertThat(types(events(toOllama(",'stream':true").stream("{'message':{'content':'Hel'}}\n"))))
                .endsWith("output_text.delta");
    }

    @Test
    void writesWholeAnswers() throws Exception {
        JsonNode response = toOllama("")
                .whole("{'model':'q','message':{'thinking':'Hm','content':'Hello'},'done':true,'prompt_eval_count':7}");
        assertThat(response).isNotNull();
        assertThat(response.path("object").asString()).isEqualTo("response");
        assertThat(response.path("status").asString()).isEqualTo("completed");
        assertThat(response.path("usage").path("input_tokens").asInt()).isEqualTo(7);
        assertThat(withoutIds(response.path("output"))).isEqualTo(json("""
                [{'type':'reasoning','summary':[{'type':'summary_text','text':'Hm'}]},
                 {'type':'message','status':'completed','role':'assistant',
                  'content':[{'type':'output_text','text':'Hello','annotations':[],'logprobs':[]}]}]
                """));
    }

    @Test
    void carriesSealsOfOthersThereAndBack() throws Exception {
        List<ChatEvent> events = List.of(
                new ChatEvent.Started("1", "q"),
                new ChatEvent.ThinkingDelta(0, "Hm"),
                new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "sig:1")),
                new ChatEvent.ThinkingSealed(0, new Seal("anthropic", "redacted")),
                new ChatEvent.ToolCallStarted(0, 0, "a", "f", new Seal("gemini", "s:2")),
                new ChatEvent.ToolCallDelta(0, 0, "{}"),
                new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
        JsonNode output = output(events);
        ObjectNode body = Json.object();
        body.set("input", output);
        assertThat(ResponsesChatReader.read(body).messages())
                .isEqualTo(List.of(new Message(
                        Message.Role.ASSISTANT,
                        List.of(
                                new Content.Thinking("Hm", new Seal("anthropic", "sig:1")),
                                new Content.Thinking("", new Seal("anthropic", "redacted")),
                                new Content.ToolCall("a", "f", "{}", new Seal("gemini", "s:2"))))));
    }

    private static JsonNode output(List<ChatEvent> events) throws Exception {
        byte[] bytes = Json.bytes(json("{'model':'m','input':'Hi','stream':true}"));
        try (ClientRequest request = RESPONSES.decode(Arrivals.of(Operation.RESPONSES, "application/json", bytes))) {
            Encoder encoder = RESPONSES.encoder(request);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (ChatEvent event : events) {
                encoder.write(event, out);
            }
            encoder.end(out);
            return events(out.toString(StandardCharsets.UTF_8))
                    .getLast()
                    .path("response")
                    .path("output");
        }
    }

    @Test
    void keepsMixedCallsRefusalsAndWholeItemsApart() throws Exception {
        JsonNode output = output(List.of(
                new ChatEvent.Started("1", "q"),
                new ChatEvent.TextDelta(0, "So"),
                new ChatEvent.TextDelta(1, "another"),
                new ChatEvent.RefusalDelta(0, "no"),
                new ChatEvent.Opaque(0, "responses", json("{'id':'ws','type':'web_search_call','status':'failed'}")),
                new ChatEvent.Opaque(0, "anthropic", json("{'id':'x'}")),
                new ChatEvent.ToolCallStarted(0, 0, "a", "f", null),
                new ChatEvent.ToolCallStarted(0, 1, "b", "g", null),
                new ChatEvent.ToolCallDelta(0, 0, "{\"x"),
                new ChatEvent.ToolCallDelta(0, 1, "{}"),
                new ChatEvent.ToolCallDelta(0, 0, "\":1}"),
                new ChatEvent.Finished(1, FinishReason.STOP),
                new ChatEvent.Finished(0, FinishReason.CONTENT_FILTER)));
        assertThat(output.path(0).path("content")).isEqualTo(json("""
                [{'type':'output_text','text':'So','annotations':[],'logprobs':[]},{'type':'refusal','refusal':'no'}]
                """));
        assertThat(output.path(1)).isEqualTo(json("{'id':'ws','type':'web_search_call','status':'failed'}"));
        assertThat(output.path(2).path("arguments").asString()).isEqualTo("{\"x\":1}");
        assertThat(output.path(3).path("arguments").asString()).isEqualTo("{}");
        assertThat(output).hasSize(4);
    }

    @Test
    void failsAsAnEvent() throws Exception {
        byte[] bytes = Json.bytes(json("{'model':'m','input':'Hi'}"));
        try (ClientRequest request = RESPONSES.decode(Arrivals.of(Operation.RESPONSES, "application/json", bytes))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RESPONSES.encoder(request).fail(GatewayError.server(502, "upstream_error", "Broken."), out);
            assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("event: error\ndata: {\"type\":\"error\"");
        }
    }

    @Test
    void setsTheModelInsideEvents() {
        ObjectNode event = (ObjectNode) json("{'response':{'model':'u'},'x':1}");
        RESPONSES.setModel(event, "m");
        assertThat(event).isEqualTo(json("{'response':{'model':'m'},'x':1}"));
    }
}
