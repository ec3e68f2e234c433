package io.tollgate.dialect;

import io.tollgate.dialect.Said.Call;
import io.tollgate.dialect.Said.End;
import io.tollgate.dialect.Said.Tokens;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what recorded answers say straight from their JSON, without any of the gateway's own reading. */
final class RecordedWords {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final Map<Integer, OpenCall> calls = new TreeMap<>();
    private End end = End.STOP;
    private @Nullable Tokens usage;

    private static final class OpenCall {
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    private RecordedWords() {}

    /** What the frames of a recording say, or its only one that is the whole answer. */
    static Said of(String dialect, List<JsonNode> frames, boolean streamed) {
        RecordedWords words = new RecordedWords();
        switch (dialect) {
            case "anthropic" -> words.anthropic(frames, streamed);
            case "gemini" -> new RecordedGemini(words.text, words.thinking, words::call, words::end).read(frames);
            case "responses" -> frames.forEach(frame -> words.responses(frame, streamed));
            default -> frames.forEach(frame -> words.openai(frame, streamed ? "delta" : "message"));
        }
        if (dialect.equals("gemini")) {
            words.geminiUsage(frames);
        }
        List<Call> list = words.calls.values().stream()
                .map(call -> Call.of(call.name, call.arguments.toString()))
                .toList();
        Said said = new Said(words.text.toString(), words.thinking.toString(), list, words.end, words.usage);
        return dialect.equals("anthropic") ? said : said.endingByCalls();
    }

    private OpenCall call(int index) {
        return calls.computeIfAbsent(index, key -> new OpenCall());
    }

    private void call(String name, String arguments) {
        OpenCall call = call(calls.size());
        call.name = name;
        call.arguments.append(arguments);
    }

    private void end(String word) {
        end = switch (word) {
            case "length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_context_window_exceeded" ->
                End.LENGTH;
            case "tool_calls", "tool_use", "function_call" -> End.TOOLS;
            case "content_filter", "refusal", "SAFETY", "RECITATION", "PROHIBITED_CONTENT" -> End.FILTER;
            default -> End.STOP;
        };
    }

    private void anthropic(List<JsonNode> frames, boolean streamed) {
        if (!streamed) {
            int place = 0;
            for (JsonNode block : frames.getFirst().path("content")) {
                anthropicBlock(place++, block);
            }
            end(frames.getFirst().path("stop_reason").asString(""));
            anthropicUsage((ObjectNode) frames.getFirst().path("usage"));
            return;
        }
        ObjectNode counted = Json.object();
        for (JsonNode frame : frames) {
            switch (frame.path("type").asString("")) {
                case "message_start" ->
                    counted.setAll((ObjectNode) frame.path("message").path("usage"));
                case "content_block_start" -> anthropicBlock(frame.path("index").asInt(), frame.path("content_block"));
                case "content_block_delta" -> anthropicDelta(frame.path("index").asInt(), frame.path("delta"));
                case "message_delta" -> {
                    end(frame.path("delta").path("stop_reason").asString(""));
                    frame.path("usage").properties().stream()
                            .filter(member -> !member.getValue().isNull())
                            .forEach(member -> counted.set(member.getKey(), member.getValue()));
                }
                default -> {}
            }
        }
        anthropicUsage(counted);
    }

    private void anthropicBlock(int index, JsonNode block) {
        switch (block.path("type").asString("")) {
            case "text" -> text.append(block.path("text").asString(""));
            case "thinking" -> thinking.append(block.path("thinking").asString(""));
            case "tool_use" -> {
                call(index).name = block.path("name").asString("");
                if (!block.path("input").isEmpty()) {
                    call(index).arguments.append(Json.text(block.path("input")));
                }
            }
            default -> {}
        }
    }

    private void anthropicDelta(int index, JsonNode delta) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> text.append(delta.path("text").asString(""));
            case "thinking_delta" -> thinking.append(delta.path("thinking").asString(""));
            case "input_json_delta" -> {
                if (calls.containsKey(index)) {
                    call(index).arguments.append(delta.path("partial_json").asString(""));
                }
            }
            default -> {}
        }
    }

    private void anthropicUsage(ObjectNode counted) {
        long read = counted.path("cache_read_input_tokens").asLong(0);
        long written = counted.path("cache_creation_input_tokens").asLong(0);
        usage = new Tokens(
                counted.path("input_tokens").asLong(0) + read + written,
                read,
                counted.path("output_tokens").asLong(0),
                counted.path("output_tokens_details").path("thinking_tokens").asLong(0));
    }

    private void geminiUsage(List<JsonNode> frames) {
        for (JsonNode frame : frames) {
            JsonNode counted = frame.path("usageMetadata");
            if (counted.has("promptTokenCount")) {
                long thoughts = counted.path("thoughtsTokenCount").asLong(0);
                usage = new Tokens(
                        counted.path("promptTokenCount").asLong(0)
                                + counted.path("toolUsePromptTokenCount").asLong(0),
                        counted.path("cachedContentTokenCount").asLong(0),
                        counted.path("candidatesTokenCount").asLong(0) + thoughts,
                        thoughts);
            }
        }
    }

    private void openai(JsonNode frame, String holder) {
        for (JsonNode choice : frame.path("choices")) {
            JsonNode message = choice.path(holder);
            openaiContent(message.path("content"));
            thinking.append(message.path("reasoning_content")
                    .asString(message.path("reasoning").asString("")));
            int place = 0;
            for (JsonNode part : message.path("tool_calls")) {
                OpenCall call = call(part.path("index").asInt(place++));
                call.name += part.path("function").path("name").asString("");
                call.arguments.append(part.path("function").path("arguments").asString(""));
            }
            if (choice.path("finish_reason").isString()) {
                end(choice.path("finish_reason").stringValue());
            }
        }
        JsonNode counted = frame.path("usage");
        if (counted.isObject()) {
            openaiUsage(counted);
        }
    }

    private void openaiContent(JsonNode content) {
        text.append(content.asString(""));
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""));
            part.path("thinking")
                    .forEach(thought -> thinking.append(thought.path("text").asString("")));
        }
    }

    /** Some count reasoning beside the output: then the total tells. */
    private void openaiUsage(JsonNode counted) {
        long input = counted.path("prompt_tokens").asLong(0);
        long reasoning = counted.path("completion_tokens_details")
                .path("reasoning_tokens")
                .asLong(0);
        long cached =
                counted.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        usage = new Tokens(input, cached, counted.path("total_tokens").asLong(0) - input, reasoning);
    }

    private void responses(JsonNode frame, boolean streamed) {
        JsonNode answer = streamed ? frame.path("response") : frame;
        String type = frame.path("type").asString("");
        switch (type) {
            case "response.output_text.delta" -> text.append(frame.path("delta").asString(""));
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                thinking.append(frame.path("delta").asString(""));
            case "response.output_item.done" -> responsesCall(frame.path("item"));
            default -> {}
        }
        if (!streamed) {
            answer.path("output").forEach(this::responsesItem);
        }
        if (answer.path("usage").isObject()) {
            end(answer.path("incomplete_details").path("reason").asString("stop"));
            JsonNode counted = answer.path("usage");
            usage = new Tokens(
                    counted.path("input_tokens").asLong(0),
                    counted.path("input_tokens_details").path("cached_tokens").asLong(0),
                    counted.path("output_tokens").asLong(0),
                    counted.path("output_tokens_details")
                            .path("reasoning_tokens")
                            .asLong(0));
        }
    }

    private void responsesCall(JsonNode item) {
        if (item.path("type").asString("").equals("function_call")) {
            call(item.path("name").asString(""), item.path("arguments").asString(""));
        }
    }

    private void responsesItem(JsonNode item) {
        responsesCall(item);
        String type = item.path("type").asString("");
        if (type.equals("message")) {
            item.path("content").forEach(part -> text.append(part.path("text").asString("")));
        } else if (type.equals("reasoning")) {
            item.path("summary")
                    .forEach(part -> thinking.append(part.path("text").asString("")));
            item.path("content")
                    .forEach(part -> thinking.append(part.path("text").asString("")));
        }
    }
}
