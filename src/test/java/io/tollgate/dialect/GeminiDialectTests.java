package io.tollgate.dialect;

import static io.tollgate.dialect.GeminiExchange.between;
import static io.tollgate.dialect.GeminiExchange.body;
import static io.tollgate.dialect.GeminiExchange.fromGemini;
import static io.tollgate.dialect.GeminiExchange.fromOpenAi;
import static io.tollgate.dialect.GeminiExchange.json;
import static io.tollgate.dialect.GeminiExchange.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Seal;
import io.tollgate.chat.TokenCountRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GeminiDialectTests {

    private static final String FLASH = "gemini-2.5-flash";

    @Test
    void writesAConversationForGemini() throws Exception {
        Translation translation = between(fromOpenAi("""
                {"model":"m","messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":[{"type":"text","text":"Look"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO","detail":"low"}},
                    {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}},
                    {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}]},
                  {"role":"user","content":"and say"},
                  {"role":"assistant","content":"I ask.","tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}},
                    {"id":"c2","type":"function","function":{"name":"time","arguments":""}}]},
                  {"role":"tool","tool_call_id":"c2","content":"noon"},
                  {"role":"tool","tool_call_id":"c1","content":"{\\"sky\\":\\"blue\\",\\"degrees\\":21.50}"},
                  {"role":"user","content":"Thanks"}],
                 "max_completion_tokens":500,"temperature":0.70,"top_p":0.9,"seed":7,"n":2,
                 "presence_penalty":0.1,"frequency_penalty":0.2,"stop":["a","b","c","d"],
                 "logprobs":true,"top_logprobs":3,"user":"u","metadata":{"a":"b"},"parallel_tool_calls":false,
                 "reasoning_effort":"low",
                 "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}},
                 "tools":[{"type":"function","function":{"name":"weather","description":"Sky",
                   "parameters":{"type":"object","properties":{"city":{"type":["string","null"]}},
                     "additionalProperties":false}}},
                   {"type":"function","function":{"name":"time"}}],
                 "tool_choice":{"type":"function","function":{"name":"weather"}}}"""), "gemini", FLASH);
        ProviderRequest request = translation.request();
        assertThat(request.path()).isEqualTo("/models/gemini-2.5-flash:generateContent");
        assertThat(body(request)).isEqualTo(json("""
                {"contents":[
                  {"role":"user","parts":[{"text":"Look"},
                    {"inlineData":{"mimeType":"image/png","data":"iVBO"}},
                    {"inlineData":{"mimeType":"audio/wav","data":"UklG"}},
                    {"inlineData":{"mimeType":"application/pdf","data":"JVBE"}},
                    {"text":"and say"}]},
                  {"role":"model","parts":[{"text":"I ask."},
                    {"functionCall":{"name":"weather","args":{"city":"Rome"}}},
                    {"functionCall":{"name":"time","args":{}}}]},
                  {"role":"user","parts":[
                    {"functionResponse":{"name":"weather","response":{"sky":"blue","degrees":21.50}}},
                    {"functionResponse":{"name":"time","response":{"output":"noon"}}},
                    {"text":"Thanks"}]}],
                 "systemInstruction":{"parts":[{"text":"Be brief."}]},
                 "tools":[{"functionDeclarations":[
                   {"name":"weather","description":"Sky","parametersJsonSchema":{"type":"object",
                     "properties":{"city":{"type":["string","null"]}},"additionalProperties":false}},
                   {"name":"time"}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["weather"]}},
                 "generationConfig":{"maxOutputTokens":500,"temperature":0.70,"topP":0.9,"seed":7,"candidateCount":2,
                   "presencePenalty":0.1,"frequencyPenalty":0.2,"stopSequences":["a","b","c","d"],
                   "responseLogprobs":true,"logprobs":3,
                   "responseMimeType":"application/json","responseJsonSchema":{"type":"object"},
                   "thinkingConfig":{"thinkingBudget":2048}}}"""));
        assertThat(translation.losses()).containsExactly("detail", "user", "metadata", "parallel_tool_calls");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, none, thinkingBudget, 0",
        "models/gemini-2.5-pro, none, thinkingBudget, 128",
        "gemini-2.5-flash, xhigh, thinkingBudget, 24576",
        "gemini-3-pro-preview, none, thinkingLevel, low",
        "gemini-3-pro-preview, medium, thinkingLevel, high",
        "models/gemini-3-flash-preview, minimal, thinkingLevel, minimal",
        "gemini-3.1-pro-preview, medium, thinkingLevel, medium",
        "gemini-3-flash-preview, xhigh, thinkingLevel, high"
    })
    void thinksAsMuchAsTheModelCan(String model, String effort, String name, String value) throws Exception {
        JsonNode body = sent(fromOpenAi("""
                {"model":"m","reasoning_effort":"%s","messages":[{"role":"user","content":"Hi"}]}""".formatted(effort)), "gemini", model);
        JsonNode config = body.path("generationConfig").path("thinkingConfig");
        assertThat(config.size()).isEqualTo(1);
        assertThat(config.path(name).asString()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-x, /models/gemini-x:streamGenerateContent?alt=sse",
        "org/model, /models/org/model:streamGenerateContent?alt=sse",
        "tunedModels/my one, /tunedModels/my%20one:streamGenerateContent?alt=sse",
        "a:b?c, /models/a%3Ab%3Fc:streamGenerateContent?alt=sse"
    })
    void putsTheModelIntoThePath(String model, String path) throws Exception {
        ClientRequest request =
                fromOpenAi("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        ProviderRequest sent = between(request, "gemini", model).request();
        assertThat(sent.path()).isEqualTo(path);
        assertThat(sent.streamed()).isTrue();
    }

    @Test
    void instructionsAloneAreAsked() throws Exception {
        JsonNode body = sent(
                fromOpenAi("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Greet\"}]}"),
                "gemini",
                FLASH);
        assertThat(body).isEqualTo(json("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Greet\"}]}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.b/c.png\"}}]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}",
                "{\"role\":\"tool\",\"tool_call_id\":\"nowhere\",\"content\":\"x\"}"
            })
    void refusesWhatGeminiCannotRead(String message) throws Exception {
        Translation translation =
                between(fromOpenAi("{\"model\":\"m\",\"messages\":[" + message + "]}"), "gemini", FLASH);
        assertThatExceptionOfType(DialectException.class).isThrownBy(translation::request);
    }

    @Test
    void onlyTheAllowedFunctionsAreOfferedWhenNoneIsDemanded() throws Exception {
        JsonNode body = sent(fromOpenAi("""
                {"model":"m","messages":[{"role":"user","content":"Hi"}],
                 "tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}],
                 "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto",
                   "tools":[{"type":"function","function":{"name":"b"}}]}}}"""), "gemini", FLASH);
        assertThat(body.path("tools")).isEqualTo(json("[{\"functionDeclarations\":[{\"name\":\"b\"}]}]"));
        assertThat(body.at("/toolConfig/functionCallingConfig/mode").asString()).isEqualTo("AUTO");
    }

    @Test
    void givesSignaturesBackWhereTheyBelong() throws Exception {
        String history = """
                {"model":"m","messages":[{"role":"user","content":"Hi"},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}%s},
                    {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"1"},{"role":"tool","tool_call_id":"c2","content":"2"},
                  {"role":"assistant","content":"Done.","reasoning_content":"x",
                    "reasoning_details":[{"type":"reasoning.encrypted","data":"tollgate:gemini:c2ln"},
                      {"type":"reasoning.text","text":"x","signature":"tollgate:anthropic:c2ln"}]},
                  {"role":"user","content":"More"}]}""";
        String sealed = ",\"extra_content\":{\"google\":{\"thought_signature\":\"Y2FsbA==\"}}";
        JsonNode body = sent(fromOpenAi(history.formatted(sealed)), "gemini", "gemini-3-pro-preview");
        assertThat(body.at("/contents/1/parts/0/thoughtSignature").asString()).isEqualTo("Y2FsbA==");
        assertThat(body.at("/contents/1/parts/1").has("thoughtSignature")).isFalse();
        assertThat(body.at("/contents/3/parts"))
                .isEqualTo(json("[{\"text\":\"Done.\",\"thoughtSignature\":\"c2ln\"}]"));

        JsonNode foreign = sent(fromOpenAi(history.formatted("")), "gemini", "gemini-3-pro-preview");
        assertThat(foreign.at("/contents/1/parts/0/thoughtSignature").asString())
                .isEqualTo("skip_thought_signature_validator");
        assertThat(foreign.at("/contents/1/parts/1").has("thoughtSignature")).isFalse();

        JsonNode older = sent(fromOpenAi(history.formatted("")), "gemini", FLASH);
        assertThat(older.at("/contents/1/parts/0").has("thoughtSignature")).isFalse();
    }

    @Test
    void aSealWithoutACallOfItsOwnGoesToTheFirstCall() throws Exception {
        Seal seal = Seal.unwrap("tollgate:gemini:Y2FsbA==", "anthropic");
        ChatRequest chat = ChatRequest.of(List.of(
                Message.of(Role.USER, "Hi"),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Content.Text("I ask."),
                                new Content.Thinking("", seal),
                                new Content.ToolCall("toolu_1", "f", "{}", null)))));
        JsonNode body = body(new GeminiProviderDialect().encode(chat, GeminiExchange.to("gemini-3-pro", false)));
        assertThat(body.at("/contents/1/parts")).isEqualTo(json("""
                [{"text":"I ask."},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"Y2FsbA=="}]"""));
    }

    @Test
    void imagesInResultsGoInsideForTheThirdGenerationAndBesideBefore() throws Exception {
        ChatRequest chat = ChatRequest.of(List.of(
                new Message(Role.ASSISTANT, List.of(new Content.ToolCall("1", "shot", "{}", null))),
                new Message(
                        Role.TOOL,
                        List.of(new Content.ToolResult(
                                "1",
                                null,
                                List.of(
                                        new Content.Text("Broken"),
                                        new Content.Image(new Media.Inline("image/png", "iVBO"), null)),
                                true)))));
        GeminiProviderDialect gemini = new GeminiProviderDialect();
        JsonNode third = body(gemini.encode(chat, GeminiExchange.to("gemini-3-pro", false)));
        assertThat(third.at("/contents/1/parts")).isEqualTo(json("""
                [{"functionResponse":{"name":"shot","response":{"error":"Broken"},
                  "parts":[{"inlineData":{"mimeType":"image/png","data":"iVBO"}}]}}]"""));
        JsonNode second = body(gemini.encode(chat, GeminiExchange.to(FLASH, false)));
        assertThat(second.at("/contents/1/parts")).isEqualTo(json("""
                [{"functionResponse":{"name":"shot","response":{"error":"Broken"}}},
                 {"inlineData":{"mimeType":"image/png","data":"iVBO"}}]"""));
    }

    @Test
    void readsAConversationOfGeminis() throws Exception {
        JsonNode body = sent(fromGemini("models/m:generateContent", """
                {"system_instruction":{"parts":{"text":"Be brief."}},
                 "contents":[
                  {"parts":[{"text":"Look"},{"inline_data":{"mime_type":"image/png","data":"-_8="}},
                    {"inlineData":{"mimeType":"audio/mpeg","data":"SUQz"}}]},
                  {"role":"model","parts":[{"text":"hm","thought":true},
                    {"functionCall":{"name":"a.b","args":{"x":1.50}}},{"functionCall":{"name":"a.b","args":{}}},
                    {"functionCall":{"id":"own","name":"g"}}]},
                  {"role":"function","parts":[{"functionResponse":{"name":"a.b","response":{"output":"one"}}},
                    {"functionResponse":{"name":"a.b","response":{"n":2}}},
                    {"functionResponse":{"id":"own","name":"g","response":{"error":"three"}}}, {"text":"Go on"}]}],
                 "tools":[{"function_declarations":[{"name":"a.b","description":"d","parameters":{"type":"OBJECT",
                    "properties":{"type":{"type":"STRING","nullable":true,"enum":["u"]},
                      "list":{"type":"ARRAY","min_items":"1","items":{"type":"INTEGER"}}},
                    "propertyOrdering":["type"],"required":["type"]}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY"}},
                 "safetySettings":[{"category":"HARM_CATEGORY_HATE_SPEECH","threshold":"BLOCK_NONE"}],
                 "generationConfig":{"maxOutputTokens":500,"temperature":0.70,"top_p":0.9,"seed":7,
                   "candidateCount":1,"stop_sequences":["x"],"responseMimeType":"application/json",
                   "responseSchema":{"type":"OBJECT"},"thinkingConfig":{"thinkingLevel":"HIGH"}}}"""), "openai", "o");
        assertThat(body).isEqualTo(json("""
                {"model":"o","messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":[{"type":"text","text":"Look"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,+/8="}},
                    {"type":"input_audio","input_audio":{"data":"SUQz","format":"mp3"}}]},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"a_b_1","type":"function","function":{"name":"a.b","arguments":"{\\"x\\":1.50}"}},
                    {"id":"a_b_2","type":"function","function":{"name":"a.b","arguments":"{}"}},
                    {"id":"own","type":"function","function":{"name":"g","arguments":"{}"}}]},
                  {"role":"tool","content":"one","tool_call_id":"a_b_1"},
                  {"role":"tool","content":"{\\"n\\":2}","tool_call_id":"a_b_2"},
                  {"role":"tool","content":"three","tool_call_id":"own"},
                  {"role":"user","content":"Go on"}],
                 "tools":[{"type":"function","function":{"name":"a.b","description":"d","parameters":{"type":"object",
                    "properties":{"type":{"type":["string","null"],"enum":["u",null]},
                      "list":{"type":"array","minItems":1,"items":{"type":"integer"}}},"required":["type"]}}}],
                 "tool_choice":"required",
                 "max_completion_tokens":500,"temperature":0.70,"top_p":0.9,"seed":7,"n":1,"stop":["x"],
                 "response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}},
                 "reasoning_effort":"high"}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"cachedContent\":\"cachedContents/1\"; not_convertible",
                "\"generationConfig\":{\"responseModalities\":[\"IMAGE\"]}; not_convertible",
                "\"generationConfig\":{\"responseMimeType\":\"text/x.enum\"}; not_convertible",
                "\"tools\":[{\"googleSearch\":{}}]; not_convertible",
                "\"generationConfig\":{\"topK\":1.5}; invalid_value",
                "\"generationConfig\":{\"temperature\":\"hot\"}; invalid_value",
                "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"SOME\"}}; invalid_value"
            })
    void refusesWhatOthersCannotBeAsked(String member, String code) throws Exception {
        String json = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]," + member + "}";
        assertThatExceptionOfType(DialectException.class)
                .isThrownBy(() -> sent(fromGemini("m:generateContent", json), "openai", "o"))
                .satisfies(e -> assertThat(e.error().code()).isEqualTo(code));
        JsonNode same = sent(fromGemini("m:generateContent", json), "gemini", "g");
        assertThat(same).isEqualTo(json(json));
    }

    @Test
    void numbersMayBeTextOrHaveAFraction() throws Exception {
        ChatRequest chat = GeminiChatReader.read(json("""
                {"contents":{"parts":{"text":"Hi"}},"generationConfig":{"topK":40.0,"maxOutputTokens":"7",
                 "thinkingConfig":{"thinkingBudget":-1,"includeThoughts":true}}}"""));
        assertThat(chat.sampling().topK()).isEqualTo(40);
        assertThat(chat.sampling().maxTokens()).isEqualTo(7);
        assertThat(chat.reasoning()).isEqualTo(new Reasoning(null, null, true));
    }

    @Test
    void passesRequestsOfItsOwnDialectAsTheyAre() throws Exception {
        String json = "{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}],\"temperature\":1.10,\"new\":{\"a\":null}}";
        ClientRequest request = fromGemini("org/m:streamGenerateContent", json);
        assertThat(request.model()).isEqualTo("org/m");
        assertThat(request.streamed()).isTrue();
        ProviderRequest sent = between(request, "gemini", "g").request();
        assertThat(sent.path()).isEqualTo("/models/g:streamGenerateContent?alt=sse");
        assertThat(body(sent)).isEqualTo(json(json));
    }

    @Test
    void namesTheProvidersModelInsideBatchesAndCounts() throws Exception {
        JsonNode batch = sent(fromGemini("m:batchEmbedContents", """
                {"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"X"}]}"""), "gemini", "g");
        assertThat(batch).isEqualTo(json("""
                {"requests":[{"model":"models/g","content":{"parts":[{"text":"a"}]},"taskType":"X"}]}"""));
        JsonNode count = sent(fromGemini("m:countTokens", """
                {"generateContentRequest":{"model":"models/m","contents":[]}}"""), "gemini", "g");
        assertThat(count).isEqualTo(json("{\"generateContentRequest\":{\"model\":\"models/g\",\"contents\":[]}}"));
    }

    @Test
    void knowsOperationsByTheEndOfThePath() {
        assertThat(GeminiClientDialect.operation("a:b:generateContent")).isEqualTo(Operation.CHAT);
        assertThat(GeminiClientDialect.operation("m:streamGenerateContent")).isEqualTo(Operation.CHAT);
        assertThat(GeminiClientDialect.operation("m:embedContent")).isEqualTo(Operation.EMBEDDINGS);
        assertThat(GeminiClientDialect.operation("m:batchEmbedContents")).isEqualTo(Operation.EMBEDDINGS);
        assertThat(GeminiClientDialect.operation("m:countTokens")).isEqualTo(Operation.TOKEN_COUNT);
        assertThat(GeminiClientDialect.operation("m:predict")).isNull();
        assertThat(GeminiClientDialect.operation("m")).isNull();
    }

    @Test
    void embedsBothWays() throws Exception {
        ClientRequest one = fromOpenAi(Operation.EMBEDDINGS, "{\"model\":\"m\",\"input\":\"a\",\"dimensions\":3}");
        Translation translation = between(one, "gemini", "e");
        assertThat(translation.request().path()).isEqualTo("/models/e:embedContent");
        assertThat(body(translation.request())).isEqualTo(json("""
                {"model":"models/e","content":{"parts":[{"text":"a"}]},"outputDimensionality":3}"""));
        JsonNode answer = GeminiExchange.whole(translation, "{\"embedding\":{\"values\":[0.5,1]}}");
        assertThat(answer.at("/data/0/embedding")).isEqualTo(json("[0.5,1.0]"));

        ClientRequest two = fromOpenAi(Operation.EMBEDDINGS, "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}");
        assertThat(between(two, "gemini", "e").request().path()).isEqualTo("/models/e:batchEmbedContents");

        ClientRequest batch = fromGemini("m:batchEmbedContents", """
                {"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}""");
        Translation back = between(batch, "openai", "o");
        assertThat(body(back.request()).path("input")).isEqualTo(json("[\"a\",\"b\"]"));
        assertThat(GeminiExchange.whole(back, "{\"data\":[{\"embedding\":[1]},{\"embedding\":[2]}]}"))
                .isEqualTo(json("{\"embeddings\":[{\"values\":[1.0]},{\"values\":[2.0]}]}"));

        Translation single =
                between(fromGemini("m:embedContent", "{\"content\":{\"parts\":[{\"text\":\"a\"}]}}"), "openai", "o");
        assertThat(GeminiExchange.whole(single, "{\"data\":[{\"embedding\":[1]}]}"))
                .isEqualTo(json("{\"embedding\":{\"values\":[1.0]}}"));
    }

    @Test
    void countsTokens() throws Exception {
        ChatRequest chat = GeminiChatReader.counted(json("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]}"));
        ProviderRequest request =
                new GeminiProviderDialect().encode(new TokenCountRequest(chat), GeminiExchange.to("g", false));
        assertThat(request.path()).isEqualTo("/models/g:countTokens");
        assertThat(body(request)).isEqualTo(json("""
                {"generateContentRequest":{"model":"models/g",
                  "contents":[{"role":"user","parts":[{"text":"Hi"}]}]}}"""));
        assertThat(new GeminiProviderDialect().decodeTokenCount(json("{\"totalTokens\":31}")))
                .isEqualTo(31);
        assertThat(new String(GeminiExchange.CLIENT.tokenCount(31))).isEqualTo("{\"totalTokens\":31}");
    }

    @Test
    void refusesPathsItDoesNotKnow() {
        for (String tail : List.of("m:predict", ":generateContent", "generateContent", "")) {
            assertThatExceptionOfType(DialectException.class)
                    .isThrownBy(() -> fromGemini(tail, "{}", Map.of()))
                    .satisfies(e -> assertThat(e.error().status()).isEqualTo(404));
        }
    }
}
