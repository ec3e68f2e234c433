package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Conversations with models of Bedrock: requests and whole answers. */
class BedrockDialectTests {

    private static final BedrockProviderDialect PROVIDER = new BedrockProviderDialect();
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final String LLAMA = "meta.llama3-1-8b-instruct-v1:0";

    private final Losses losses = new Losses();

    private ProviderRequest encode(ClientDialect client, String model, boolean stream, String request)
            throws DialectException {
        ChatRequest chat = (ChatRequest) client.read(Operation.CHAT, (ObjectNode) json(request));
        return PROVIDER.encode(chat, to(model, stream));
    }

    private Destination to(String model, boolean stream) {
        return new Destination(model, stream, Set.of(), losses);
    }

    private static JsonNode body(ProviderRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.body().writeTo(out);
        return json(out.toString(StandardCharsets.UTF_8));
    }

    private JsonNode openAi(String model, String more) throws DialectException, IOException {
        String request = "{'model':'m','messages':[{'role':'user','content':'Hi'}]" + more + "}";
        return body(encode(Arrivals.OPENAI, model, false, request));
    }

    private JsonNode anthropic(String model, String members) throws DialectException, IOException {
        return body(encode(
                new AnthropicClientDialect(Arrivals.INTAKE),
                model,
                false,
                "{'model':'m','max_tokens':5000," + members + "}"));
    }

    @Test
    void writesNothingThatWasNotSaid() throws Exception {
        assertThat(openAi(CLAUDE, "")).isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}"));
    }

    @Test
    void writesARichConversation() throws Exception {
        JsonNode body = anthropic(CLAUDE, """
                'system':[{'type':'text','text':'Be brief','cache_control':{'type':'ephemeral','ttl':'1h'}}],
                'temperature':0.5,'top_k':5,'stop_sequences':['END'],
                'tools':[{'name':'f','description':'d','input_schema':{'type':'object','properties':{}},
                  'cache_control':{'type':'ephemeral'}}],
                'tool_choice':{'type':'any'},
                'messages':[
                  {'role':'user','content':[{'type':'text','text':'Look'},
                    {'type':'image','source':{'type':'base64','media_type':'image/png','data':'aQ=='}}]},
                  {'role':'assistant','content':[
                    {'type':'thinking','thinking':'Hm','signature':'tollgate:bedrock:SIG'},
                    {'type':'thinking','thinking':'No','signature':'of-anthropic'},
                    {'type':'redacted_thinking','data':'tollgate:bedrock:redacted:RED='},
                    {'type':'tool_use','id':'t.1','name':'f','input':{'a':1.50}}]},
                  {'role':'user','content':[{'type':'text','text':'And'},
                    {'type':'tool_result','tool_use_id':'t.1','content':'bad','is_error':true}]}]""");
        assertThat(body).isEqualTo(json("""
                {'system':[{'text':'Be brief'},{'cachePoint':{'type':'default','ttl':'1h'}}],
                 'messages':[
                  {'role':'user','content':[{'text':'Look'},{'image':{'format':'png','source':{'bytes':'aQ=='}}}]},
                  {'role':'assistant','content':[
                    {'reasoningContent':{'reasoningText':{'text':'Hm','signature':'SIG'}}},
                    {'reasoningContent':{'redactedContent':'RED='}},
                    {'toolUse':{'toolUseId':'t_1','name':'f','input':{'a':1.50}}}]},
                  {'role':'user','content':[
                    {'toolResult':{'toolUseId':'t_1','content':[{'text':'bad'}],'status':'error'}},{'text':'And'}]}],
                 'inferenceConfig':{'maxTokens':5000,'temperature':0.5,'stopSequences':['END']},
                 'additionalModelRequestFields':{'top_k':5},
                 'toolConfig':{'tools':[
                   {'toolSpec':{'name':'f','description':'d',
                     'inputSchema':{'json':{'type':'object','properties':{}}}}},{'cachePoint':{'type':'default'}}],
                   'toolChoice':{'any':{}}}}"""));
        assertThat(losses.names()).containsExactly("thinking");
    }

    @Test
    void asksClaudeToThink() throws Exception {
        JsonNode body = openAi(CLAUDE, ",'reasoning_effort':'low','temperature':0.2");
        assertThat(body.path("additionalModelRequestFields").path("thinking"))
                .isEqualTo(json("{'type':'enabled','budget_tokens':2048}"));
        assertThat(body.path("inferenceConfig")).isEqualTo(json("{'maxTokens':6144}"));
        assertThat(losses.names()).containsExactly("temperature");
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-opus-4-7-v1, '{''thinking'':{''type'':''adaptive''},''output_config'':{''effort'':''high''}}'",
        "openai.gpt-oss-20b-1:0, '{''reasoning_effort'':''high''}'"
    })
    void asksOthersToThinkInTheirOwnWay(String model, String expected) throws Exception {
        assertThat(openAi(model, ",'reasoning_effort':'high'").path("additionalModelRequestFields"))
                .isEqualTo(json(expected));
    }

    @Test
    void tellsWhatAModelDoesNotTake() throws Exception {
        JsonNode body = anthropic(LLAMA, """
                'top_k':5,'thinking':{'type':'enabled','budget_tokens':2000},'metadata':{'user_id':'u'},
                'messages':[{'role':'user','content':[
                  {'type':'text','text':'Hi','cache_control':{'type':'ephemeral'}}]}]""");
        assertThat(body).isEqualTo(json("""
                {'messages':[{'role':'user','content':[{'text':'Hi'}]}],'inferenceConfig':{'maxTokens':5000}}"""));
        assertThat(losses.names()).containsExactlyInAnyOrder("cache_control", "top_k", "reasoning_effort", "user");
        assertThat(openAi(NOVA, ",'top_k':7").path("additionalModelRequestFields"))
                .isEqualTo(json("{'inferenceConfig':{'topK':7}}"));
    }

    @Test
    void doesNotShowToolsThatMustNotBeCalled() throws Exception {
        String tools = ",'tools':[{'type':'function','function':{'name':'f'}}]";
        assertThat(openAi(NOVA, tools + ",'tool_choice':'none'").has("toolConfig"))
                .isFalse();
        assertThat(openAi(NOVA, tools + ",'tool_choice':{'type':'function','function':{'name':'f'}}")
                        .path("toolConfig")
                        .path("toolChoice"))
                .isEqualTo(json("{'tool':{'name':'f'}}"));
    }

    @Test
    void definesToolsThatWereCalled() throws Exception {
        JsonNode body = anthropic(CLAUDE, """
                'messages':[{'role':'user','content':'Hi'},
                  {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},
                  {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'ok'}]}]""");
        assertThat(body.path("toolConfig"))
                .isEqualTo(json("{'tools':[{'toolSpec':{'name':'f','inputSchema':{'json':{'type':'object'}}}}]}"));
    }

    @Test
    void namesFilesAndAccompaniesThem() throws Exception {
        Media pdf = new Media.Inline("application/pdf", "JVBE");
        ChatRequest chat = ChatRequest.of(List.of(new Message(
                Message.Role.USER,
                List.of(new Content.Document(pdf, "Bericht_2024.pdf"), new Content.Document(pdf, "Bericht 2024")))));
        assertThat(body(PROVIDER.encode(chat, to(CLAUDE, false)))
                        .path("messages")
                        .path(0)
                        .path("content"))
                .isEqualTo(json("""
                        [{'document':{'format':'pdf','name':'Bericht 2024','source':{'bytes':'JVBE'}}},
                         {'document':{'format':'pdf','name':'Bericht 2024 2','source':{'bytes':'JVBE'}}},{'text':'.'}]"""));
    }

    @Test
    void asksForJson() throws Exception {
        JsonNode body = openAi(CLAUDE, """
                ,'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}""");
        JsonNode format = body.path("outputConfig").path("textFormat");
        assertThat(format.path("type").stringValue()).isEqualTo("json_schema");
        assertThat(json(format.path("structure")
                        .path("jsonSchema")
                        .path("schema")
                        .stringValue()))
                .isEqualTo(json("{'type':'object','additionalProperties':false}"));
    }

    @ParameterizedTest
    @CsvSource({
        "amazon.nova-lite-v1:0, false, /model/amazon.nova-lite-v1%3A0/converse",
        "arn:aws:bedrock:us-east-1:1:inference-profile/x, true,"
                + " /model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse-stream"
    })
    void asksAtThePathOfTheModel(String model, boolean stream, String path) throws Exception {
        ProviderRequest request =
                encode(Arrivals.OPENAI, model, stream, "{'model':'m','messages':[{'role':'user','content':'Hi'}]}");
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.headers().get("Accept")).isEqualTo(stream ? "application/vnd.amazon.eventstream" : null);
    }

    @Test
    void refusesWhatItCannotSay() {
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> PROVIDER.encode(new EmbeddingsRequest(List.of("x"), null), to(NOVA, false)))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo("unsupported_operation"));
        for (Content part : List.of(
                new Content.Audio("wav", "aQ=="),
                new Content.Image(new Media.Url("https://x.example/a.png"), null),
                new Content.Image(new Media.Inline("image/tiff", "aQ=="), null),
                new Content.Document(new Media.Inline("application/zip", "aQ=="), null))) {
            ChatRequest chat = ChatRequest.of(List.of(new Message(Message.Role.USER, List.of(part))));
            assertThatExceptionOfType(DialectException.class)
                    .isThrownBy(() -> PROVIDER.encode(chat, to(NOVA, false)))
                    .satisfies(e -> assertThat(e.error().code()).isEqualTo("not_convertible"));
        }
    }

    @Test
    void readsAWholeAnswer() throws Exception {
        Exchange exchange = new Exchange(
                Arrivals.OPENAI,
                Operation.CHAT,
                "{'model':'m','messages':[{'role':'user','content':'Hi'}]}",
                BedrockProviderDialect.NAME);
        JsonNode answer = exchange.whole("""
                {'output':{'message':{'role':'assistant','content':[
                   {'reasoningContent':{'reasoningText':{'text':'Hm','signature':'SIG'}}},{'text':'Hello'},
                   {'citationsContent':{'content':[{'text':' there'}],'citations':[]}},
                   {'toolUse':{'toolUseId':'t1','name':'f','input':{'a':1}}}]}},
                 'stopReason':'tool_use','metrics':{'latencyMs':5},
                 'usage':{'inputTokens':10,'outputTokens':3,'totalTokens':20,
                   'cacheReadInputTokens':5,'cacheWriteInputTokens':2}}""");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("message").path("content").stringValue()).isEqualTo("Hello there");
        assertThat(choice.path("message")
                        .path("tool_calls")
                        .path(0)
                        .path("function")
                        .path("arguments")
                        .stringValue())
                .isEqualTo("{\"a\":1}");
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("tool_calls");
        assertThat(answer.path("usage").path("prompt_tokens").intValue()).isEqualTo(17);
        assertThat(answer.path("usage")
                        .path("prompt_tokens_details")
                        .path("cached_tokens")
                        .intValue())
                .isEqualTo(5);
        assertThat(Json.text(answer)).contains("tollgate:bedrock:SIG");
    }

    @Test
    void takesNoAnswerForNone() {
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> PROVIDER.decode(json("{'message':'no'}")));
    }
}
