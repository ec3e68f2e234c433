package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
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

class OllamaDialectTests {

    private static final String MESSAGES = "'messages':[{'role':'user','content':'Hi'}]";

    private static OllamaClientDialect at(OllamaEndpoint endpoint) {
        return new OllamaClientDialect(Arrivals.INTAKE, endpoint);
    }

    private static Exchange chat(String provider, String members) {
        return new Exchange(
                at(OllamaEndpoint.CHAT),
                Operation.CHAT,
                "{'model':'m'" + (members.isEmpty() ? "" : ",") + members + "}",
                provider);
    }

    private static Exchange generate(String provider, String members) {
        return new Exchange(at(OllamaEndpoint.GENERATE), Operation.CHAT, "{'model':'m'," + members + "}", provider);
    }

    private static Exchange openAi(String members) {
        return new Exchange(Arrivals.OPENAI, Operation.CHAT, "{'model':'m'," + members + "}", "ollama");
    }

    private static List<JsonNode> lines(String stream) {
        return stream.lines().map(Exchange::json).toList();
    }

    private static ClientRequest decode(OllamaEndpoint endpoint, String contentType, String body)
            throws DialectException, IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return at(endpoint).decode(Arrivals.of(Operation.CHAT, contentType, bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT | {\"model\":\"m\"} | true",
                "CHAT | {\"model\":\"m\",\"stream\":false} | false",
                "GENERATE | {\"model\":\"m\",\"stream\":null} | true",
                "EMBED | {\"model\":\"m\"} | false",
                "EMBEDDINGS | {\"model\":\"m\",\"stream\":true} | false"
            })
    void streamsUnlessToldOtherwiseAndTakesAnyContentType(OllamaEndpoint endpoint, String body, boolean streamed)
            throws Exception {
        try (ClientRequest request = decode(endpoint, "application/x-www-form-urlencoded", body)) {
            assertThat(request.streamed()).isEqualTo(streamed);
            assertThat(request.model()).isEqualTo("m");
            ProviderRequest encoded = request.encode("u", true, Set.of());
            assertThat(encoded.path()).isEqualTo(endpoint.path());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            encoded.body().writeTo(out);
            assertThat(json(out.toString(StandardCharsets.UTF_8)).path("model").stringValue())
                    .isEqualTo("u");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'model':''}",
                "{'model':1}",
                "{'model':'m','Model':'other'}",
                "{'model':'m','STREAM':false}",
                "{'model':'m','\u017Ftream':false}",
                "{'model':'m','stream':'yes'}"
            })
    void refusesWhatAnOllamaProviderWouldReadOtherwise(String body) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> decode(OllamaEndpoint.CHAT, "application/json", body));
    }

    @Test
    void readsAConversation() throws Exception {
        Exchange exchange = chat("openai", """
                'messages':[
                  {'role':'system','content':'Be brief'},
                  {'role':'user','content':'What is it?','images':['/9j/AAA','iVBORw0']},
                  {'role':'assistant','content':'','thinking':'Hm','tool_calls':[
                    {'function':{'name':'look','arguments':{'at':1.50}}},
                    {'function':{'name':'find','arguments':{}}},
                    {'function':{'name':'look','arguments':{'at':2}}}]},
                  {'role':'tool','tool_name':'find','content':'found'},
                  {'role':'tool','tool_name':'look','content':'one'},
                  {'role':'tool','content':'two'}],
                'tools':[{'type':'function','function':{'name':'look','description':'d','parameters':{'type':'object'}}}],
                'options':{'temperature':0.5,'top_p':0.9,'top_k':3,'seed':7,'num_predict':100,'stop':['x'],'num_ctx':4096,
                  'presence_penalty':1,'frequency_penalty':2,'repeat_penalty':1.1},
                'format':{'type':'object','properties':{}},'think':'high','keep_alive':'5m','stream':false
                """);
        assertThat(exchange.sent()).isEqualTo(json("""
                {'model':'upstream','messages':[
                  {'role':'system','content':'Be brief'},
                  {'role':'user','content':[{'type':'text','text':'What is it?'},
                    {'type':'image_url','image_url':{'url':'data:image/jpeg;base64,/9j/AAA'}},
                    {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0'}}]},
                  {'role':'assistant','content':null,'tool_calls':[
                    {'id':'call_1','type':'function','function':{'name':'look','arguments':'{\\"at\\":1.50}'}},
                    {'id':'call_2','type':'function','function':{'name':'find','arguments':'{}'}},
                    {'id':'call_3','type':'function','function':{'name':'look','arguments':'{\\"at\\":2}'}}]},
                  {'role':'tool','content':'found','tool_call_id':'call_2'},
                  {'role':'tool','content':'one','tool_call_id':'call_1'},
                  {'role':'tool','content':'two','tool_call_id':'call_3'}],
                'tools':[{'type':'function','function':{'name':'look','description':'d','parameters':{'type':'object'}}}],
                'max_completion_tokens':100,'temperature':0.5,'top_p':0.9,'seed':7,'presence_penalty':1,'frequency_penalty':2,
                'stop':['x'],'response_format':{'type':'json_schema','json_schema':{'name':'answer',
                  'schema':{'type':'object','properties':{}}}},'reasoning_effort':'high'}
                """));
        assertThat(exchange.losses()).containsExactlyInAnyOrder("top_k", "thinking");
    }

    @Test
    void readsAPrompt() throws Exception {
        JsonNode sent = generate("openai", "'prompt':'Hi','system':'Be brief','raw':true,'format':'json','think':false")
                .sent();
        assertThat(sent).isEqualTo(json("""
                {'model':'upstream','messages':[{'role':'system','content':'Be brief'},{'role':'user','content':'Hi'}],
                'response_format':{'type':'json_object'},'reasoning_effort':'none','stream':true,
                'stream_options':{'include_usage':true}}
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages':[]",
                "'messages':[{'role':'nobody','content':'x'}]",
                "'messages':[{'role':'tool','content':'x'}]",
                "'messages':[{'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'no'}}]}]",
                "'messages':[{'role':'user','content':'x','images':['']}]",
                "'messages':[{'role':'user','content':'x'}],'format':'xml'",
                "'messages':[{'role':'user','content':'x'}],'think':'very'",
                "'messages':[{'role':'user','content':'x'}],'options':{'top_k':'many'}"
            })
    void refusesWrongConversations(String members) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> chat("openai", members).sent());
    }

    @Test
    void fillsInNothing() {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(
                        () -> generate("openai", "'prompt':'a','suffix':'b'").sent())
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
    }

    @Test
    void writesAStreamLineByLine() throws Exception {
        String stream = chat("openai", MESSAGES).stream("""
                data: {'id':'1','choices':[{'index':0,'delta':{'reasoning_content':'Hm'}}]}

                data: {'id':'1','choices':[{'index':0,'delta':{'content':'Hello'}}]}

                data: {'id':'1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\"x\\":'}}]}}]}

                data: {'id':'1','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}}]}

                data: {'id':'1','choices':[{'index':0,'delta':{},'finish_reason':'length'}]}

                data: {'id':'1','choices':[],'usage':{'prompt_tokens':7,'completion_tokens':5}}

                data: [DONE]

                """);
        List<JsonNode> lines = lines(stream);
        assertThat(lines)
                .hasSize(4)
                .allMatch(line -> line.path("model").asString("").equals("m"));
        assertThat(lines.get(0).path("message").path("thinking").asString()).isEqualTo("Hm");
        assertThat(lines.get(1).path("message").path("content").asString()).isEqualTo("Hello");
        assertThat(lines.get(2).path("message").path("tool_calls"))
                .isEqualTo(json("[{'id':'a','function':{'index':0,'name':'f','arguments':{'x':1}}}]"));
        JsonNode last = lines.get(3);
        assertThat(last.path("done").asBoolean()).isTrue();
        assertThat(last.path("done_reason").asString()).isEqualTo("length");
        assertThat(last.path("prompt_eval_count").asInt()).isEqualTo(7);
        assertThat(last.path("eval_count").asInt()).isEqualTo(5);
    }

    @Test
    void answersAPromptWithAResponse() throws Exception {
        String answer =
                "{'id':'1','choices':[{'message':{'content':'Hello'},'finish_reason':'stop'}],'usage':{'prompt_tokens':7,'completion_tokens':5}}";
        JsonNode whole = generate("openai", "'prompt':'Hi','stream':false").whole(answer);
        assertThat(whole).isNotNull();
        assertThat(whole.path("response").asString()).isEqualTo("Hello");
        assertThat(whole.path("done").asBoolean()).isTrue();
        assertThat(whole.has("message")).isFalse();
    }

    @Test
    void passesOllamaOnUnderTheNameAskedFor() throws Exception {
        String lines = """
                {'model':'upstream','response':'Hel','done':false,'new':[1.0]}
                {'model':'upstream','response':'lo','done':false}
                {'model':'upstream','response':'','done':true,'done_reason':'stop','eval_count':2}
                """;
        assertThat(generate("ollama", "'prompt':'Hi'").stream(lines))
                .isEqualTo(lines.replace("upstream", "m").replace('\'', '"'));
        assertThat(generate("ollama", "'prompt':'Hi','raw':true,'options':{'x':1.50}")
                        .sent())
                .isEqualTo(json("{'model':'upstream','prompt':'Hi','raw':true,'options':{'x':1.50},'stream':true}"));
    }

    @Test
    void writesAConversation() throws Exception {
        Exchange exchange = openAi("""
                'messages':[
                  {'role':'developer','content':'Be brief'},
                  {'role':'user','content':[{'type':'text','text':'What is it?'},
                    {'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}]},
                  {'role':'assistant','content':null,'reasoning_content':'Hm',
                    'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{\\"x\\":1.50}'}}]},
                  {'role':'tool','tool_call_id':'a','content':'ok'}],
                'tools':[{'type':'function','function':{'name':'f'}},{'type':'function','function':{'name':'g'}}],
                'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto',
                  'tools':[{'type':'function','function':{'name':'f'}}]}},
                'max_tokens':10,'temperature':0.5,'seed':7,'stop':'x','reasoning_effort':'low','user':'u',
                'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}
                """);
        assertThat(exchange.sent()).isEqualTo(json("""
                {'model':'upstream','messages':[
                  {'role':'system','content':'Be brief'},
                  {'role':'user','content':'What is it?','images':['AAAA']},
                  {'role':'assistant','content':'','thinking':'Hm',
                    'tool_calls':[{'id':'a','function':{'name':'f','arguments':{'x':1.50}}}]},
                  {'role':'tool','content':'ok','tool_name':'f','tool_call_id':'a'}],
                'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','properties':{}}}}],
                'options':{'num_predict':10,'temperature':0.5,'seed':7,'stop':['x']},
                'format':{'type':'object'},'think':true,'stream':false}
                """));
        assertThat(exchange.losses()).containsExactly("user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required'",
                "'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':{'name':'f'}}",
                "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://a/b.png'}}]}]",
                "'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AA'}}]}]",
                "'messages':[{'role':'user','content':'x'}],'n':2",
                "'messages':[{'role':'user','content':'x'}],'tools':[{'type':'web_search'}]"
            })
    void refusesWhatOllamaCannotDo(String members) {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> openAi(members).sent())
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
    }

    @Test
    void readsAStream() throws Exception {
        String stream = openAi(
                "'messages':[{'role':'user','content':'Hi'}],'stream':true,'stream_options':{'include_usage':true}")
                .stream("""
                {'model':'q','message':{'role':'assistant','content':'','thinking':'Hm'},'done':false}
                {'model':'q','message':{'role':'assistant','content':'Hello'},'done':false}
                {'model':'q','message':{'role':'assistant','content':'','tool_calls':[{'function':{'name':'f','arguments':{'x':1.50}}}]},'done':false}
                {'model':'q','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop','prompt_eval_count':7,'eval_count':5}
                """);
        assertThat(stream)
                .contains("\"reasoning_content\":\"Hm\"", "\"content\":\"Hello\"", "\"arguments\":\"{\\\"x\\\":1.50}\"")
                .contains("\"finish_reason\":\"tool_calls\"", "\"prompt_tokens\":7", "\"completion_tokens\":5")
                .containsPattern("\"id\":\"call_[0-9a-f]+\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void doesNotEndAStreamThatWasCutOff() throws Exception {
        assertThat(openAi("'messages':[{'role':'user','content':'Hi'}],'stream':true").stream(
                        "{'model':'q','message':{'role':'assistant','content':'Hel'},'done':false}\n"))
                .contains("Hel")
                .doesNotContain("finish_reason\":\"", "[DONE]");
    }

    @Test
    void hearsNothingAfterTheEnd() throws Exception {
        assertThat(openAi("'messages':[{'role':'user','content':'Hi'}],'stream':true").stream("""
                {'message':{'content':'Hello'},'done':true}
                {'message':{'content':'more'},'done':false}
                {'done':true,'done_reason':'length'}
                """))
                .contains("Hello", "\"finish_reason\":\"stop\"")
                .doesNotContain("more", "length");
    }

    @Test
    void readsWholeAnswersAndErrors() throws Exception {
        Exchange exchange = openAi("'messages':[{'role':'user','content':'Hi'}]");
        JsonNode whole = exchange.whole(
                "{'model':'q','message':{'role':'assistant','content':'Hello'},'done':true,'done_reason':'length','eval_count':5}");
        assertThat(whole).isNotNull();
        assertThat(whole.path("choices").path(0).path("message").path("content").asString())
                .isEqualTo("Hello");
        assertThat(whole.path("choices").path(0).path("finish_reason").asString())
                .isEqualTo("length");
        assertThat(exchange.whole("{'error':'model runner crashed'}")).isNull();
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> exchange.whole("{'hello':1}"));
        assertThat(OllamaDecoder.whole(json("{'response':'x','done':true}"))).hasSize(3);
    }

    @Test
    void embeds() throws Exception {
        Exchange openAi =
                new Exchange(Arrivals.OPENAI, Operation.EMBEDDINGS, "{'model':'m','input':['a','b']}", "ollama");
        assertThat(openAi.sent()).isEqualTo(json("{'model':'upstream','input':['a','b']}"));
        JsonNode answer = openAi.whole("{'embeddings':[[0.5,1],[2,3]],'prompt_eval_count':4}");
        assertThat(answer).isNotNull();
        assertThat(answer.path("data").path(1).path("embedding").path(0).asDouble())
                .isEqualTo(2.0);
        assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(4);
        String vectors = "{'data':[{'embedding':[0.5,1.0]}],'usage':{'prompt_tokens':4,'total_tokens':4}}";
        Exchange one = new Exchange(
                at(OllamaEndpoint.EMBEDDINGS), Operation.EMBEDDINGS, "{'model':'m','prompt':'a'}", "openai");
        assertThat(one.whole(vectors)).isEqualTo(json("{'embedding':[0.5,1.0]}"));
        Exchange many =
                new Exchange(at(OllamaEndpoint.EMBED), Operation.EMBEDDINGS, "{'model':'m','input':'a'}", "openai");
        assertThat(many.sent().path("input")).isEqualTo(json("['a']"));
        JsonNode embedded = many.whole(vectors);
        assertThat(embedded).isNotNull();
        assertThat(embedded.path("embeddings")).isEqualTo(json("[[0.5,1.0]]"));
        assertThat(embedded.path("prompt_eval_count").asInt()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-oss:20b,none,low",
        "gpt-oss:20b,medium,medium",
        "gpt-oss,xhigh,high",
        "qwen3,none,false",
        "qwen3,low,true"
    })
    void saysHowMuchToThinkToThoseThatWantToKnow(String model, String effort, String think) throws Exception {
        byte[] body = Json.bytes(
                json("{'model':'m','reasoning_effort':'" + effort + "','messages':[{'role':'user','content':'x'}]}"));
        try (ClientRequest request = Arrivals.OPENAI.decode(Arrivals.of(Operation.CHAT, "application/json", body))) {
            Destination to = new Destination(model, false, Set.of(), new Losses());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new Translation(request, ProviderDialects.of("ollama"), to, Arrivals.NO_IMAGES)
                    .request()
                    .body()
                    .writeTo(out);
            assertThat(json(out.toString(StandardCharsets.UTF_8)).path("think").asString())
                    .isEqualTo(think);
        }
    }

    @Test
    void failsInItsOwnWords() throws Exception {
        GatewayError error = GatewayError.server(502, "upstream_error", "It \"broke\".");
        OllamaClientDialect dialect = at(OllamaEndpoint.CHAT);
        assertThat(dialect.error(error)).isEqualTo("{\"error\":\"It \\\"broke\\\".\"}");
        try (ClientRequest request = decode(OllamaEndpoint.CHAT, "", "{'model':'m'}")) {
            Encoder encoder = dialect.encoder(request);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            encoder.fail(error, out);
            encoder.end(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(dialect.error(error) + "\n");
            assertThat(encoder.contentType()).isEqualTo("application/x-ndjson");
        }
    }
}
