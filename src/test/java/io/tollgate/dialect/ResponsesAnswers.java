package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Reads answers of the Responses API with openai-java. */
final class ResponsesAnswers implements AnswerReader {

    private static final JsonMapper MAPPER = ObjectMappers.jsonMapper();

    @Override
    public Said whole(String answer) throws Exception {
        return said(MAPPER.readValue(answer, Response.class).validate());
    }

    /** What the deltas say must be what the answer says that comes last. */
    @Override
    public Said stream(List<Event> events) throws Exception {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Event event : events) {
            String type = MAPPER.readTree(event.data()).path("type").asText();
            assertThat(event.name()).isEqualTo(type);
            assertThat(MAPPER.readTree(event.data()).path("sequence_number").asInt(-1))
                    .isEqualTo(number++);
            ResponseStreamEvent read =
                    MAPPER.readValue(event.data(), ResponseStreamEvent.class).validate();
            accumulator.accumulate(read);
            read.outputTextDelta().ifPresent(delta -> text.append(delta.delta()));
        }
        Said said = said(accumulator.response().validate());
        assertThat(text.toString()).isEqualTo(said.text());
        return said;
    }

    private static Said said(Response response) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Said.Call> calls = new ArrayList<>();
        boolean refused = false;
        for (ResponseOutputItem item : response.output()) {
            if (item.isMessage()) {
                for (var part : item.asMessage().content()) {
                    part.outputText().ifPresent(shown -> text.append(shown.text()));
                    refused |= part.isRefusal();
                }
            } else if (item.isReasoning()) {
                item.asReasoning().summary().forEach(part -> thinking.append(part.text()));
                item.asReasoning().content().ifPresent(parts -> parts.forEach(part -> thinking.append(part.text())));
            } else if (item.isFunctionCall()) {
                calls.add(Said.Call.of(
                        item.asFunctionCall().name(), item.asFunctionCall().arguments()));
            }
        }
        End end = refused ? End.FILTER : end(response, calls);
        return new Said(
                text.toString(),
                thinking.toString(),
                calls,
                end,
                response.usage().map(ResponsesAnswers::tokens).orElse(null));
    }

    private static End end(Response response, List<Said.Call> calls) {
        ResponseStatus status = response.status().orElseThrow();
        if (status.equals(ResponseStatus.COMPLETED)) {
            return calls.isEmpty() ? End.STOP : End.TOOLS;
        }
        assertThat(status).isEqualTo(ResponseStatus.INCOMPLETE);
        String reason = response.incompleteDetails()
                .orElseThrow()
                .reason()
                .orElseThrow()
                .asString();
        assertThat(reason).isIn("max_output_tokens", "content_filter");
        return reason.equals("content_filter") ? End.FILTER : End.LENGTH;
    }

    private static Tokens tokens(ResponseUsage usage) {
        assertThat(usage.totalTokens()).isEqualTo(usage.inputTokens() + usage.outputTokens());
        return new Tokens(
                usage.inputTokens(),
                usage.inputTokensDetails().cachedTokens(),
                usage.outputTokens(),
                usage.outputTokensDetails().reasoningTokens());
    }
}
