package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The events of an answer as lines a human reads and writes, one for each part of the answer, usage last:
 *
 * <pre>
 * started "id" "model"
 * thinking 0 "Let me see"
 * seal 0 anthropic "c2ln"
 * text 0 "Hello"
 * call 0 0 "call_1" "get_weather"
 * call 0 0 "call_1" "get_weather" gemini "c2ln"
 * arguments 0 0 "{\"city\":\"Oslo\"}"
 * refusal 0 "No."
 * opaque 0 anthropic {"type":"server_tool_use"}
 * finish 0 STOP
 * usage in=10 cached=2 written=0 out=5 reasoning=1
 * failed
 * </pre>
 *
 * Neighbouring deltas of one part are one line, and arguments are written without white space, so that a whole answer
 * and a streamed one come to the same lines.
 */
final class EventLines {

    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\{.*}|\\S+");
    private static final Pattern USAGE =
            Pattern.compile("usage in=(\\d+) cached=(\\d+) written=(\\d+) out=(\\d+) reasoning=(\\d+)");

    private EventLines() {}

    /** The lines of events, all of them. */
    static List<String> of(List<ChatEvent> events) {
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String growing = "";
        String usage = "";
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.UsageReported(Usage reported)) {
                usage = line(reported);
                continue;
            }
            String part = part(event);
            if (!part.equals(growing)) {
                close(growing, text, lines);
                growing = part;
            }
            if (part.isEmpty()) {
                lines.add(line(event));
            } else {
                text.append(delta(event));
            }
        }
        close(growing, text, lines);
        if (!usage.isEmpty()) {
            lines.add(usage);
        }
        return Masks.inLines(lines);
    }

    private static void close(String part, StringBuilder text, List<String> lines) {
        if (!part.isEmpty() && !text.isEmpty()) {
            lines.add(part + " "
                    + JsonText.quote(part.startsWith("arguments") ? compact(text.toString()) : text.toString()));
        }
        text.setLength(0);
    }

    private static String compact(String arguments) {
        JsonNode tree = Json.treeOrNull(arguments);
        return tree == null || tree.isMissingNode() ? arguments : Json.text(tree);
    }

    /** The beginning of a line that grows; empty when the event is a line of its own. */
    private static String part(ChatEvent event) {
        return switch (event) {
            case ChatEvent.TextDelta(int choice, String _) -> "text " + choice;
            case ChatEvent.ThinkingDelta(int choice, String _) -> "thinking " + choice;
            case ChatEvent.RefusalDelta(int choice, String _) -> "refusal " + choice;
            case ChatEvent.ToolCallDelta(int choice, int index, String _) -> "arguments " + choice + " " + index;
            default -> "";
        };
    }

    private static String delta(ChatEvent event) {
        return switch (event) {
            case ChatEvent.TextDelta(int _, String text) -> text;
            case ChatEvent.ThinkingDelta(int _, String text) -> text;
            case ChatEvent.RefusalDelta(int _, String text) -> text;
            case ChatEvent.ToolCallDelta(int _, int _, String arguments) -> arguments;
            default -> throw new IllegalArgumentException("No delta: " + event);
        };
    }

    private static String line(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Started(String id, String model) ->
                "started " + JsonText.quote(id) + " " + JsonText.quote(model);
            case ChatEvent.ThinkingSealed(int choice, Seal seal) -> "seal " + choice + " " + line(seal);
            case ChatEvent.ToolCallStarted call ->
                "call " + call.choice() + " " + call.index() + " " + JsonText.quote(call.id()) + " "
                        + JsonText.quote(call.name()) + (call.seal() == null ? "" : " " + line(call.seal()));
            case ChatEvent.Opaque(int choice, String dialect, JsonNode block) ->
                "opaque " + choice + " " + dialect + " " + Json.text(block);
            case ChatEvent.Finished end -> "finish " + end.choice() + " " + end.reason();
            case ChatEvent.Failed _ -> "failed";
            default -> throw new IllegalArgumentException("No line of its own: " + event);
        };
    }

    private static String line(Seal seal) {
        return seal.dialect() + " " + JsonText.quote(seal.value());
    }

    static String line(Usage usage) {
        return "usage in=%d cached=%d written=%d out=%d reasoning=%d"
                .formatted(
                        usage.inputTokens(),
                        usage.cachedTokens(),
                        usage.cacheWriteTokens(),
                        usage.outputTokens(),
                        usage.reasoningTokens());
    }

    /** The lines of events, without the kinds of lines that the expected ones leave out altogether. */
    static List<String> of(List<ChatEvent> events, List<String> expected) {
        boolean starts = expected.stream().anyMatch(line -> line.startsWith("started "));
        boolean opaque = expected.stream().anyMatch(line -> line.startsWith("opaque "));
        return of(events.stream()
                .filter(event -> starts || !(event instanceof ChatEvent.Started))
                .filter(event -> opaque || !(event instanceof ChatEvent.Opaque))
                .toList());
    }

    /** The events of lines. */
    static List<ChatEvent> events(List<String> lines) {
        return lines.stream().map(EventLines::event).toList();
    }

    private static ChatEvent event(String line) {
        List<String> words = words(line);
        return switch (words.getFirst()) {
            case "started" -> new ChatEvent.Started(words.get(1), words.get(2));
            case "text" -> new ChatEvent.TextDelta(number(words, 1), words.get(2));
            case "thinking" -> new ChatEvent.ThinkingDelta(number(words, 1), words.get(2));
            case "refusal" -> new ChatEvent.RefusalDelta(number(words, 1), words.get(2));
            case "seal" -> new ChatEvent.ThinkingSealed(number(words, 1), new Seal(words.get(2), words.get(3)));
            case "call" ->
                new ChatEvent.ToolCallStarted(
                        number(words, 1),
                        number(words, 2),
                        words.get(3),
                        words.get(4),
                        words.size() > 5 ? new Seal(words.get(5), words.get(6)) : null);
            case "arguments" -> new ChatEvent.ToolCallDelta(number(words, 1), number(words, 2), words.get(3));
            case "opaque" -> new ChatEvent.Opaque(number(words, 1), words.get(2), tree(words.get(3)));
            case "finish" -> new ChatEvent.Finished(number(words, 1), FinishReason.valueOf(words.get(2)));
            case "usage" -> new ChatEvent.UsageReported(usage(line));
            default -> throw new IllegalArgumentException("No event: " + line);
        };
    }

    /** The words of a line; quoted ones without their quotes. */
    static List<String> words(String line) {
        return TOKEN.matcher(line)
                .results()
                .map(found -> found.group())
                .map(word -> word.startsWith("\"") ? tree(word).stringValue() : word)
                .toList();
    }

    private static JsonNode tree(String json) {
        JsonNode tree = Json.treeOrNull(json);
        if (tree == null) {
            throw new IllegalArgumentException("Not JSON: " + json);
        }
        return tree;
    }

    private static int number(List<String> words, int place) {
        return Integer.parseInt(words.get(place));
    }

    private static Usage usage(String line) {
        Matcher matcher = USAGE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not usage: " + line);
        }
        long[] counts = new long[5];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Long.parseLong(matcher.group(i + 1));
        }
        return Usage.ofTokens(counts[0], counts[1], counts[2], counts[3], counts[4], 0, 0);
    }
}
