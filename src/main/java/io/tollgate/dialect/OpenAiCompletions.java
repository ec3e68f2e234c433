package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Content;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Message;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The older completions, which take one text and continue it: here the prompt becomes a user's message. */
final class OpenAiCompletions {

    private OpenAiCompletions() {}

    static ChatRequest read(ObjectNode body) throws DialectException {
        Fields fields = new Fields(body);
        List<String> prompts = fields.texts("prompt");
        if (prompts.size() != 1) {
            throw new DialectException(invalidParam(
                    "prompt", "invalid_value", "'prompt' must be one string: no provider of this model takes more."));
        }
        return new ChatRequest(
                List.of(Message.of(Message.Role.USER, prompts.getFirst())),
                List.of(),
                null,
                null,
                new Sampling(
                        fields.integer("max_tokens"),
                        fields.decimal("temperature"),
                        fields.decimal("top_p"),
                        null,
                        fields.longInteger("seed"),
                        fields.decimal("presence_penalty"),
                        fields.decimal("frequency_penalty"),
                        fields.integer("n"),
                        fields.texts("stop"),
                        null,
                        null),
                null,
                null,
                fields.text("user"),
                Map.of());
    }

    static byte[] whole(ChatAnswer answer, String model) {
        ObjectNode node = head(answer.id().isEmpty() ? CallIds.fresh("cmpl-") : answer.id(), model);
        ArrayNode choices = node.putArray("choices");
        for (ChatAnswer.Choice choice : answer.choices()) {
            StringBuilder text = new StringBuilder();
            for (Content part : choice.content()) {
                text.append(part instanceof Content.Text(String more) ? more : "");
            }
            choices.add(choice(choice.index(), text.toString(), OpenAiFinish.word(choice.finish())));
        }
        node.set("usage", OpenAiUsage.chat(answer.usage()));
        return Json.bytes(node);
    }

    private static ObjectNode head(String id, String model) {
        return Json.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", Instant.now().getEpochSecond())
                .put("model", model);
    }

    private static ObjectNode choice(int index, String text, @Nullable String finish) {
        return Json.object()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finish);
    }

    static Encoder encoder(ClientRequest request) {
        return new Chunks(request.model(), request.usageAsked());
    }

    private static final class Chunks implements Encoder {

        private final String model;
        private final boolean usageAsked;
        private String id = CallIds.fresh("cmpl-");
        private Usage usage = Usage.NONE;

        private Chunks(String model, boolean usageAsked) {
            this.model = model;
            this.usageAsked = usageAsked;
        }

        @Override
        public String contentType() {
            return "text/event-stream";
        }

        @Override
        public void write(ChatEvent event, OutputStream out) throws IOException {
            switch (event) {
                case ChatEvent.Started(String given, String _) -> id = given.isEmpty() ? id : given;
                case ChatEvent.TextDelta(int index, String text) -> chunk(choice(index, text, null), out);
                case ChatEvent.Finished end -> chunk(choice(end.choice(), "", OpenAiFinish.word(end.reason())), out);
                case ChatEvent.UsageReported(Usage reported) -> usage = reported;
                case ChatEvent.ThinkingDelta _,
                        ChatEvent.ThinkingSealed _,
                        ChatEvent.ToolCallStarted _,
                        ChatEvent.ToolCallDelta _,
                        ChatEvent.RefusalDelta _,
                        ChatEvent.Opaque _,
                        ChatEvent.Failed _ -> {
                    // a continued text holds none of these
                }
            }
        }

        private void chunk(@Nullable ObjectNode choice, OutputStream out) throws IOException {
            ObjectNode chunk = head(id, model);
            ArrayNode choices = chunk.putArray("choices");
            if (choice != null) {
                choices.add(choice);
            } else {
                chunk.set("usage", OpenAiUsage.chat(usage));
            }
            Sse.event(null, chunk, out);
        }

        @Override
        public void end(OutputStream out) throws IOException {
            if (usageAsked) {
                chunk(null, out);
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void fail(GatewayError error, OutputStream out) throws IOException {
            out.write(
                    OpenAiClientDialect.errorEvent(Operation.COMPLETIONS, error).getBytes(StandardCharsets.UTF_8));
        }
    }
}
