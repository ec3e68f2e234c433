package io.tollgate.chat;

import io.tollgate.chat.ChatEvent.Failed;
import io.tollgate.chat.ChatEvent.Finished;
import io.tollgate.chat.ChatEvent.Opaque;
import io.tollgate.chat.ChatEvent.RefusalDelta;
import io.tollgate.chat.ChatEvent.Started;
import io.tollgate.chat.ChatEvent.TextDelta;
import io.tollgate.chat.ChatEvent.ThinkingDelta;
import io.tollgate.chat.ChatEvent.ThinkingSealed;
import io.tollgate.chat.ChatEvent.ToolCallDelta;
import io.tollgate.chat.ChatEvent.ToolCallStarted;
import io.tollgate.chat.ChatEvent.UsageReported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the events of an answer into the whole answer. Serves one exchange. */
public final class AnswerCollector {

    private final Map<Integer, Parts> choices = new TreeMap<>();
    private String id = "";
    private String model = "";
    private Usage usage = Usage.NONE;

    public void add(ChatEvent event) {
        switch (event) {
            case Started(String newId, String newModel) -> {
                id = newId;
                model = newModel;
            }
            case TextDelta(int choice, String text) -> parts(choice).grow(Kind.TEXT, text);
            case ThinkingDelta(int choice, String text) -> parts(choice).grow(Kind.THINKING, text);
            case RefusalDelta(int choice, String text) -> parts(choice).grow(Kind.REFUSAL, text);
            case ThinkingSealed(int choice, Seal seal) -> parts(choice).seal(seal);
            case ToolCallStarted call -> parts(call.choice()).begin(call);
            case ToolCallDelta(int choice, int index, String arguments) ->
                parts(choice).grow(index, arguments);
            case Opaque(int choice, String dialect, var block) ->
                parts(choice).place(new Content.Opaque(dialect, block));
            case Finished end -> {
                parts(end.choice()).finish = end.reason();
                parts(end.choice()).stop = end.stop();
            }
            case UsageReported(Usage reported) -> usage = reported;
            case Failed _ -> throw new IllegalArgumentException("A failed answer is none");
        }
    }

    private Parts parts(int choice) {
        return choices.computeIfAbsent(choice, index -> new Parts());
    }

    /** Whether there is a choice, and each has ended. */
    public boolean finished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(parts -> parts.finish != null);
    }

    /** The whole answer. */
    public ChatAnswer answer() {
        List<ChatAnswer.Choice> list = new ArrayList<>();
        choices.forEach((index, parts) -> list.add(new ChatAnswer.Choice(
                index, parts.content(), parts.finish == null ? FinishReason.STOP : parts.finish, parts.stop)));
        return new ChatAnswer(id, model, list, usage);
    }

    private enum Kind {
        TEXT,
        THINKING,
        REFUSAL,
        CALL
    }

    /** A part that grows. */
    private static final class Part {

        private final Kind kind;
        private final StringBuilder text = new StringBuilder();
        private final @Nullable ToolCallStarted call;
        private @Nullable Seal seal;

        private Part(Kind kind, @Nullable ToolCallStarted call) {
            this.kind = kind;
            this.call = call;
        }

        private Content content() {
            String all = text.toString();
            if (call != null) {
                return new Content.ToolCall(call.id(), call.name(), all.isBlank() ? "{}" : all, call.seal());
            }
            return switch (kind) {
                case THINKING -> new Content.Thinking(all, seal);
                case REFUSAL -> new Content.Refusal(all);
                case TEXT, CALL -> new Content.Text(all);
            };
        }
    }

    private static final class Parts {

        /** Each a {@link Part} that grows, or {@link Content} that is whole. */
        private final List<Object> list = new ArrayList<>();

        private final Map<Integer, Part> calls = new TreeMap<>();
        private @Nullable FinishReason finish;
        private @Nullable String stop;

        private void grow(Kind kind, String text) {
            if (list.isEmpty() || !(list.getLast() instanceof Part last && last.kind == kind && last.seal == null)) {
                list.add(new Part(kind, null));
            }
            ((Part) list.getLast()).text.append(text);
        }

        private void seal(Seal seal) {
            if (list.isEmpty()
                    || !(list.getLast() instanceof Part last && last.kind == Kind.THINKING && last.seal == null)) {
                list.add(new Part(Kind.THINKING, null));
            }
            ((Part) list.getLast()).seal = seal;
        }

        private void begin(ToolCallStarted call) {
            Part part = new Part(Kind.CALL, call);
            calls.put(call.index(), part);
            list.add(part);
        }

        private void grow(int index, String arguments) {
            Part part = calls.get(index);
            if (part != null) {
                part.text.append(arguments);
            }
        }

        private void place(Content content) {
            list.add(content);
        }

        private List<Content> content() {
            List<Content> content = new ArrayList<>();
            for (Object part : list) {
                content.add(part instanceof Part grown ? grown.content() : (Content) part);
            }
            return content;
        }
    }
}
