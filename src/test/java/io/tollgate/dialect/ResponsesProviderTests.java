package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
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

class ResponsesProviderTests {

    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

    private static Exchange openAi(String members) {
        return new Exchange(Arrivals.OPENAI, Operation.CHAT, "{'model':'m'," + members + "}", "responses");
    }

    @Test
    void writesAConversation() throws Exception {
        Exchange exchange = openAi("""
                'messages':[
                  {'role':'system','content':'Be brief'},
                  {'role':'developer','content':'Rhyme'},
                  {'role':'user','content':[{'type':'text','text':'What is it?'},
                    {'type':'image_url','image_url':{'url':'https://a/b.png'}},
                    {'type':'file','file':{'file_data':'data:application/pdf;base64,AAAA'}}]},
                  {'role':'assistant','content':'Look','reasoning_details':[
                      {'type':'reasoning.text','text':'Hm','signature':'tollgate:responses:enc'},
                      {'type':'reasoning.encrypted','data':'tollgate:anthropic:x'}],
                    'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{\\"x\\":1.50}'}}]},
                  {'role':'tool','tool_call_id':'a','content':'ok'},
                  {'role':'system','content':'Now'}],
                'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required','parallel_tool_calls':false,
                'max_tokens':10,'temperature':0.50,'seed':7,'stop':'x','reasoning_effort':'low','user':'u',
                'logprobs':true,'top_logprobs':2,'metadata':{'k':'v'},
                'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}},'stream':true
                """);
        assertThat(exchange.sent()).isEqualTo(json("""
                {'model':'upstream','instructions':'Be brief\\n\\nRhyme','input':[
                  {'role':'user','content':[{'type':'input_text','text':'What is it?'},
                    {'type':'input_image','image_url':'https://a/b.png','detail':'auto'},
                    {'type':'input_file','file_data':'data:application/pdf;base64,AAAA','filename':'file'}]},
                  {'type':'reasoning','summary':[{'type':'summary_text','text':'Hm'}],'encrypted_content':'enc'},
                  {'role':'assistant','content':'Look'},
                  {'type':'function_call','call_id':'a','name':'f','arguments':'{\\"x\\":1.50}'},
                  {'type':'function_call_output','call_id':'a','output':'ok'},
                  {'role':'system','content':'Now'}],
                'tools':[{'type':'function','name':'f','parameters':{'type':'object','properties':{}},'strict':false}],
                'tool_choice':'required','parallel_tool_calls':false,'max_output_tokens':16,'temperature':0.50,'top_logprobs':2,
                'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'}}},
                'reasoning':{'effort':'low'},'user':'u','metadata':{'k':'v'},
                'include':['message.output_text.logprobs','reasoning.encrypted_content'],'store':false,'stream':true}
                """));
        assertThat(exchange.losses()).containsExactlyInAnyOrder("thinking", "seed", "stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'n':2", "'tools':[{'type':'web_search'}]"})
    void refusesWhatTheResponsesApiCannotDo(String members) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> openAi(HI + "," + members).sent())
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
    }

    private static final String STREAM = """
            event: response.created
            data: {'type':'response.created','response':{'id':'resp_1','model':'q','status':'in_progress','output':[]}}

            data: {'type':'response.output_item.added','output_index':0,'item':{'type':'reasoning','summary':[]}}

            data: {'type':'response.reasoning_summary_part.added','output_index':0,'summary_index':0}

            data: {'type':'response.reasoning_summary_text.delta','output_index':0,'delta':'Hm'}

            data: {'type':'response.reasoning_summary_part.added','output_index':0,'summary_index':1}

            data: {'type':'response.reasoning_summary_text.delta','output_index':0,'delta':'Oh'}

            data: {'type':'response.output_item.done','output_index':0,'item':{'type':'reasoning','summary':[],'encrypted_content':'enc'}}

            data: {'type':'response.output_item.done','output_index':1,'item':{'id':'ws','type':'web_search_call'}}

            data: {'type':'response.output_item.added','output_index':2,'item':{'type':'message'}}

            data: {'type':'response.output_text.delta','output_index':2,'delta':'Hello','logprobs':[{'token':'Hello','logprob':-1}]}

            data: {'type':'response.output_text.annotation.added','output_index':2,'annotation':{}}

            data: {'type':'response.output_item.done','output_index':2,'item':{'type':'message','content':[{'type':'output_text','text':'Hello'}]}}

            data: {'type':'response.output_item.added','output_index':3,'item':{'type':'function_call','call_id':'a','name':'f','arguments':''}}

            data: {'type':'response.function_call_arguments.delta','output_index':3,'delta':'{}'}

            data: {'type':'response.output_item.done','output_index':3,'item':{'type':'function_call','call_id':'a','name':'f','arguments':'{}'}}

            data: {'type':'response.output_item.done','output_index':4,'item':{'type':'function_call','call_id':'b','name':'g','arguments':'{\\"y\\":2}'}}

            """;

    private static final String COMPLETED = """
            data: {'type':'response.completed','response':{'id':'resp_1','model':'q','status':'completed','output':[{'type':'reasoning'},{'type':'web_search_call'},{'type':'message','content':[{'type':'output_text','text':'Hello'}]}],'usage':{'input_tokens':7,'output_tokens':5,'output_tokens_details':{'reasoning_tokens':3}}}}

            """;

    private static List<ChatEvent> decode(String stream) throws IOException {
        SseReader reader =
                new SseReader(new ByteArrayInputStream(stream.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        Decoder decoder = new ResponsesDecoder();
        List<ChatEvent> events = new ArrayList<>();
        while (reader.next()) {
            events.addAll(decoder.read(reader.event(), reader.buffer(), reader.from(), reader.to()));
        }
        events.addAll(decoder.end());
        return events;
    }

    @Test
    void readsAStream() throws Exception {
        String stream = openAi(HI + ",'stream':true,'stream_options':{'include_usage':true}").stream(
                STREAM + COMPLETED + COMPLETED);
        assertThat(stream)
                .containsSubsequence(
                        "\"reasoning_content\":\"Hm\"",
                        "\"reasoning_content\":\"\\n\\n\"",
                        "\"reasoning_content\":\"Oh\"",
                        "\"signature\":\"tollgate:responses:enc\"",
                        "\"content\":\"Hello\"",
                        "\"logprobs\":{\"content\":[{\"token\":\"Hello\"",
                        "\"index\":0,\"id\":\"a\"",
                        "\"arguments\":\"{}\"",
                        "\"index\":1,\"id\":\"b\"",
                        "\"arguments\":\"{\\\"y\\\":2}\"",
                        "\"finish_reason\":\"tool_calls\"",
                        "\"reasoning_tokens\":3",
                        "[DONE]");
        assertThat(stream.split("Hello", -1)).hasSize(3);
        assertThat(stream.split("finish_reason\":\"", -1)).hasSize(2);
        assertThat(decode(STREAM)).noneMatch(event -> event instanceof ChatEvent.Finished);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'response.failed','response':{'status':'failed','error':{'code':'server_error'}}}",
                "{'type':'error','code':'server_error','message':'x'}",
                "{'error':{'message':'x'}}"
            })
    void failsWithTheProvider(String event) throws Exception {
        assertThat(decode("data: " + event + "\n\n")).singleElement().isInstanceOf(ChatEvent.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'status':'completed' | stop",
                "'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'} | length",
                "'status':'incomplete','incomplete_details':{'reason':'content_filter'} | content_filter",
                "'x':1 | stop"
            })
    void readsWholeAnswers(String members, String reason) throws Exception {
        JsonNode whole = openAi(HI)
                .whole(
                        "{'id':'resp_1','model':'q','error':null," + members
                                + ",'output':[{'type':'message','content':[{'type':'output_text','text':'Hello'}]}],'usage':{'input_tokens':7,'output_tokens':5}}");
        assertThat(whole).isNotNull();
        assertThat(whole.path("choices").path(0).path("message").path("content").asString())
                .isEqualTo("Hello");
        assertThat(whole.path("choices").path(0).path("finish_reason").asString())
                .isEqualTo(reason);
        assertThat(whole.path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void takesNothingElseForAnAnswer() throws Exception {
        assertThat(openAi(HI).whole("{'status':'failed','error':{'message':'x'}}"))
                .isNull();
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> openAi(HI).whole("{'status':'completed'}"));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> openAi(HI).whole("{'status':'in_progress','output':[]}"));
    }
}
