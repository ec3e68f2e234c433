package io.tollgate.dialect;

import static io.tollgate.dialect.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.EmbeddingsRequest;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Seal;
import io.tollgate.chat.TokenCountRequest;
import io.tollgate.chat.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.eventstream.HeaderValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Conversations with models of Bedrock: requests, whole answers, and streams in Amazon's framing. */
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
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> PROVIDER.encode(new TokenCountRequest(ChatRequest.of(List.of())), to(NOVA, false)))
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

    private static byte[] event(String type, String payload) {
        return message(Map.of(":message-type", "event", ":event-type", type), payload);
    }

    private static byte[] message(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new software.amazon.eventstream.Message(
                        values, payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .encode(out);
        return out.toByteArray();
    }

    private static byte[] stream(byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            out.writeBytes(message);
        }
        return out.toByteArray();
    }

    private static List<ChatEvent> events(byte[] stream) throws IOException {
        return events(new ByteArrayInputStream(stream));
    }

    private static List<ChatEvent> events(InputStream stream) throws IOException {
        EventStreamReader frames = new EventStreamReader(stream);
        Decoder decoder = PROVIDER.decoder();
        List<ChatEvent> events = new ArrayList<>();
        while (frames.next()) {
            events.addAll(decoder.read(frames.event(), frames.buffer(), frames.from(), frames.to()));
        }
        events.addAll(decoder.end());
        return events;
    }

    private static final byte[] START = event("messageStart", "{'role':'assistant','p':'abc'}");
    private static final byte[] HELLO = event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'Hi'}}");
    private static final byte[] STOP = event("messageStop", "{'stopReason':'end_turn'}");
    private static final byte[] USAGE =
            event("metadata", "{'usage':{'inputTokens':4,'outputTokens':1,'totalTokens':5},'metrics':{}}");

    private static byte[] rich() {
        return stream(
                START,
                event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'Hm'}}}"),
                event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'reasoningContent':{'signature':'SIG'}}}"),
                event("contentBlockStop", "{'contentBlockIndex':0}"),
                event("contentBlockDelta", "{'contentBlockIndex':1,'delta':{'text':'Hi'}}"),
                event("contentBlockStop", "{'contentBlockIndex':1}"),
                event("contentBlockStart", "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'t','name':'f'}}}"),
                event("contentBlockDelta", "{'contentBlockIndex':2,'delta':{'toolUse':{'input':'{}'}}}"),
                event("contentBlockStop", "{'contentBlockIndex':2}"),
                event("somethingNew", "{}"),
                event("messageStop", "{'stopReason':'tool_use'}"),
                USAGE);
    }

    private static List<ChatEvent> told() {
        return List.of(
                new ChatEvent.Started("", ""),
                new ChatEvent.ThinkingDelta(0, "Hm"),
                new ChatEvent.ThinkingSealed(0, new Seal("bedrock", "SIG")),
                new ChatEvent.TextDelta(0, "Hi"),
                new ChatEvent.ToolCallStarted(0, 0, "t", "f", null),
                new ChatEvent.ToolCallDelta(0, 0, "{}"),
                new ChatEvent.UsageReported(Usage.ofTokens(4, 0, 1, 0)),
                new ChatEvent.Finished(0, FinishReason.TOOL_CALLS));
    }

    @Test
    void readsAStream() throws Exception {
        assertThat(events(rich())).isEqualTo(told());
    }

    @Test
    void readsAStreamThatComesByteByByte() throws Exception {
        InputStream slow = new ByteArrayInputStream(rich()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(1, length));
            }
        };
        assertThat(events(slow)).isEqualTo(told());
    }

    @Test
    void endsWithoutUsageWhenThereIsNone() throws Exception {
        assertThat(events(stream(START, HELLO, STOP))).endsWith(new ChatEvent.Finished(0, FinishReason.STOP));
    }

    @Test
    void doesNotTakeACutStreamForAWholeOne() throws Exception {
        byte[] whole = stream(START, HELLO, STOP);
        for (int length : List.of(START.length + HELLO.length, whole.length - 1)) {
            assertThat(events(Arrays.copyOf(whole, length)))
                    .containsExactly(new ChatEvent.Started("", ""), new ChatEvent.TextDelta(0, "Hi"));
        }
    }

    @Test
    void tellsOfRedactedThinking() throws Exception {
        assertThat(events(stream(event("contentBlockDelta", """
                                {'contentBlockIndex':0,'delta':{'reasoningContent':{'redactedContent':'RED='}}}"""), STOP)))
                .contains(new ChatEvent.ThinkingSealed(0, new Seal("bedrock", "redacted:RED=")));
    }

    @Test
    void tellsOfFailures() throws Exception {
        byte[] exception = message(
                Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
                "{'message':'Too fast'}");
        byte[] error =
                message(Map.of(":message-type", "error", ":error-code", "InternalError", ":error-message", "Oh"), "");
        assertThat(events(stream(START, exception)))
                .contains(new ChatEvent.Failed(
                        "{\"error\":{\"code\":\"throttlingException\",\"message\":\"Too fast\"}}"));
        assertThat(events(stream(error)))
                .containsExactly(new ChatEvent.Failed("{\"error\":{\"code\":\"InternalError\",\"message\":\"Oh\"}}"));
    }

    @Test
    void findsDamage() {
        byte[] damaged = HELLO.clone();
        damaged[damaged.length - 8] ^= 1;
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(damaged));
        byte[] huge = {0x7F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(huge));
        byte[] tiny = new byte[16];
        assertThatExceptionOfType(StreamFormatException.class).isThrownBy(() -> events(tiny));
        assertThatExceptionOfType(StreamFormatException.class)
                .isThrownBy(() -> events("data: {}\n\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void knowsWhetherAnotherMessageIsThere() throws Exception {
        EventStreamReader frames = new EventStreamReader(new ByteArrayInputStream(stream(START, HELLO)));
        assertThat(frames.hasBuffered()).isFalse();
        assertThat(frames.next()).isTrue();
        assertThat(frames.event()).isEqualTo("messageStart");
        assertThat(frames.hasBuffered()).isTrue();
        assertThat(frames.next()).isTrue();
        assertThat(frames.hasBuffered()).isFalse();
        assertThat(frames.next()).isFalse();
    }
}
