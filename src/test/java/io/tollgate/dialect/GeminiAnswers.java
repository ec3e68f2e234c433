package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.JsonSerializable;
import com.google.genai.types.Candidate;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.Part;
import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads Gemini's answers with google-genai. */
final class GeminiAnswers implements AnswerReader {

    @Override
    public Said whole(String answer) {
        return said(List.of(GenerateContentResponse.fromJson(answer)));
    }

    @Override
    public Said stream(List<Event> events) {
        assertThat(events).allMatch(event -> event.name().isEmpty());
        return said(events.stream()
                .map(event -> GenerateContentResponse.fromJson(event.data()))
                .toList());
    }

    private static Said said(List<GenerateContentResponse> chunks) {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        List<Said.Call> calls = new ArrayList<>();
        FinishReason reason = null;
        Tokens tokens = null;
        for (GenerateContentResponse chunk : chunks) {
            for (Candidate candidate : chunk.candidates().orElse(List.of())) {
                assertThat(reason).as("nothing follows the end").isNull();
                for (Part part :
                        candidate.content().flatMap(content -> content.parts()).orElse(List.of())) {
                    (part.thought().orElse(false) ? thinking : text)
                            .append(part.text().orElse(""));
                    part.functionCall().map(GeminiAnswers::call).ifPresent(calls::add);
                }
                reason = candidate.finishReason().orElse(null);
            }
            tokens = chunk.usageMetadata().map(GeminiAnswers::tokens).orElse(tokens);
        }
        assertThat(reason).as("says why it ends").isNotNull();
        return new Said(text.toString(), thinking.toString(), calls, end(reason, calls), tokens);
    }

    private static Said.Call call(FunctionCall call) {
        assertThat(call.partialArgs()).isEmpty();
        return Said.Call.of(
                call.name().orElseThrow(),
                JsonSerializable.toJsonString(call.args().orElse(Map.of())));
    }

    private static End end(FinishReason reason, List<Said.Call> calls) {
        return switch (reason.knownEnum()) {
            case STOP -> calls.isEmpty() ? End.STOP : End.TOOLS;
            case MAX_TOKENS -> End.LENGTH;
            case SAFETY, PROHIBITED_CONTENT -> End.FILTER;
            default -> throw new IllegalArgumentException("Ends by " + reason);
        };
    }

    private static Tokens tokens(GenerateContentResponseUsageMetadata usage) {
        int thoughts = usage.thoughtsTokenCount().orElse(0);
        int input = usage.promptTokenCount().orElse(0);
        int output = usage.candidatesTokenCount().orElse(0) + thoughts;
        assertThat(usage.totalTokenCount().orElseThrow()).isEqualTo(input + output);
        return new Tokens(input, usage.cachedContentTokenCount().orElse(0), output, thoughts);
    }
}
