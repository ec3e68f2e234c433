package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.util.List;
import java.util.Map;

/** Reads chat completions with openai-java. */
final class OpenAiAnswers implements AnswerReader {

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

    @Override
    public Said whole(String answer) throws Exception {
        ChatCompletion completion =
                MAPPER.readValue(answer, ChatCompletion.class).validate();
        return said(
                completion, thinking(completion.choices().getFirst().message()._additionalProperties()));
    }

    @Override
    public Said stream(List<Event> events) throws Exception {
        assertThat(events.getLast().data()).isEqualTo("[DONE]");
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        StringBuilder thinking = new StringBuilder();
        for (Event event : events.subList(0, events.size() - 1)) {
            assertThat(event.name()).isEmpty();
            ChatCompletionChunk chunk =
                    MAPPER.readValue(event.data(), ChatCompletionChunk.class).validate();
            accumulator.accumulate(chunk);
            chunk.choices()
                    .forEach(choice -> thinking.append(thinking(choice.delta()._additionalProperties())));
        }
        return said(accumulator.chatCompletion().validate(), thinking.toString());
    }

    private static String thinking(Map<String, JsonValue> more) {
        JsonValue text = more.get("reasoning_content");
        return text == null ? "" : text.convert(String.class);
    }

    private static Said said(ChatCompletion completion, String thinking) {
        assertThat(completion.choices()).hasSize(1);
        ChatCompletion.Choice choice = completion.choices().getFirst();
        List<Said.Call> calls = choice.message().toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction().function())
                .map(function -> Said.Call.of(function.name(), function.arguments()))
                .toList();
        End end = switch (choice.finishReason().asString()) {
            case "stop" -> End.STOP;
            case "length" -> End.LENGTH;
            case "tool_calls" -> End.TOOLS;
            case "content_filter" -> End.FILTER;
            default -> throw new IllegalArgumentException("Ends by " + choice.finishReason());
        };
        return new Said(
                choice.message().content().orElse(""),
                thinking,
                calls,
                end,
                completion.usage().map(OpenAiAnswers::tokens).orElse(null));
    }

    private static Tokens tokens(CompletionUsage usage) {
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
        return new Tokens(
                usage.promptTokens(),
                usage.promptTokensDetails().orElseThrow().cachedTokens().orElseThrow(),
                usage.completionTokens(),
                usage.completionTokensDetails().orElseThrow().reasoningTokens().orElseThrow());
    }

    @Override
    public boolean endsByCalls() {
        return false;
    }
}
