package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.ObjectMappers;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Usage;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Reads Anthropic's messages with anthropic-java. */
final class AnthropicAnswers implements AnswerReader {

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

    @Override
    public Said whole(String answer) throws Exception {
        return said(MAPPER.readValue(answer, Message.class).validate());
    }

    @Override
    public Said stream(List<Event> events) throws Exception {
        MessageAccumulator accumulator = MessageAccumulator.create();
        for (Event event : events) {
            assertThat(event.name())
                    .isEqualTo(MAPPER.readTree(event.data()).path("type").asText());
            if (!event.name().equals("ping")) {
                accumulator.accumulate(MAPPER.readValue(event.data(), RawMessageStreamEvent.class)
                        .validate());
            }
        }
        return said(accumulator.message().validate());
    }

    private static Said said(Message message) throws Exception {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Said.Call> calls = new ArrayList<>();
        for (ContentBlock block : message.content()) {
            block.text().ifPresent(part -> text.append(part.text()));
            block.thinking().ifPresent(part -> thinking.append(part.thinking()));
            if (block.isToolUse()) {
                calls.add(Said.Call.of(
                        block.asToolUse().name(),
                        MAPPER.writeValueAsString(block.asToolUse()._input())));
            }
        }
        End end = switch (message.stopReason().orElseThrow().asString()) {
            case "end_turn", "stop_sequence" -> End.STOP;
            case "max_tokens" -> End.LENGTH;
            case "tool_use" -> End.TOOLS;
            case "refusal" -> End.FILTER;
            default -> throw new IllegalArgumentException("Ends by " + message.stopReason());
        };
        return new Said(text.toString(), thinking.toString(), calls, end, tokens(message.usage()));
    }

    private static Tokens tokens(Usage usage) {
        long read = usage.cacheReadInputTokens().orElse(0L);
        return new Tokens(
                usage.inputTokens() + read + usage.cacheCreationInputTokens().orElse(0L),
                read,
                usage.outputTokens(),
                -1);
    }

    @Override
    public boolean endsByCalls() {
        return false;
    }
}
