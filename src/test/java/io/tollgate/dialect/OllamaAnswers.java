package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads Ollama's answers, which no official library for Java reads, as its API's description says. */
final class OllamaAnswers implements AnswerReader {

    @Override
    public Said whole(String answer) {
        return said(List.of(answer));
    }

    @Override
    public Said stream(List<Event> events) {
        return said(events.stream().map(Event::data).toList());
    }

    private static Said said(List<String> lines) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Said.Call> calls = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = Json.treeOrNull(lines.get(i));
            assertThat(line).isNotNull();
            assertThat(line.path("done").booleanValue()).isEqualTo(i == lines.size() - 1);
            assertThat(line.path("model").stringValue()).isNotEmpty();
            assertThat(OffsetDateTime.parse(line.path("created_at").stringValue()))
                    .isNotNull();
            JsonNode message = line.path("message");
            assertThat(message.path("role").stringValue()).isEqualTo("assistant");
            text.append(message.path("content").stringValue());
            thinking.append(message.path("thinking").asString(""));
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                assertThat(function.path("arguments").isObject()).isTrue();
                calls.add(new Said.Call(function.path("name").stringValue(), function.path("arguments")));
            }
        }
        JsonNode last = Json.treeOrNull(lines.getLast());
        End end = switch (last.path("done_reason").stringValue()) {
            case "stop" -> calls.isEmpty() ? End.STOP : End.TOOLS;
            case "length" -> End.LENGTH;
            default -> throw new IllegalArgumentException("Ends by " + last.path("done_reason"));
        };
        Tokens tokens = new Tokens(
                last.path("prompt_eval_count").asLong(0),
                -1,
                last.path("eval_count").asLong(0),
                -1);
        assertThat(last.path("total_duration").isIntegralNumber()).isTrue();
        return new Said(text.toString(), thinking.toString(), calls, end, tokens);
    }

    @Override
    public End visible(End end) {
        return end == End.FILTER ? End.STOP : end;
    }
}
