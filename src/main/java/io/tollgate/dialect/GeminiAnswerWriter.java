package io.tollgate.dialect;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a whole answer as Gemini does. */
final class GeminiAnswerWriter {

    private GeminiAnswerWriter() {}

    static ObjectNode write(ChatAnswer answer, String model) {
        ObjectNode node = Json.object();
        ArrayNode candidates = node.putArray("candidates");
        answer.choices().forEach(choice -> candidates.add(candidate(choice)));
        node.set("usageMetadata", GeminiUsage.write(answer.usage()));
        return node.put("modelVersion", model)
                .put("responseId", answer.id().isEmpty() ? CallIds.fresh("") : answer.id());
    }

    private static ObjectNode candidate(ChatAnswer.Choice choice) {
        ObjectNode candidate = Json.object();
        ArrayNode parts = candidate.putObject("content").put("role", "model").putArray("parts");
        String finish = GeminiFinish.word(choice.finish());
        for (Content part : choice.content()) {
            switch (part) {
                case Content.Text(String text) -> parts.add(GeminiParts.text(text));
                case Content.Refusal(String text) -> parts.add(GeminiParts.text(text));
                case Content.Thinking thought -> thought(thought.text(), thought.seal(), parts);
                case Content.ToolCall call -> {
                    ObjectNode made = GeminiParts.call(call.id(), call.name(), call.arguments(), call.seal());
                    if (made != null) {
                        parts.add(made);
                    } else if (choice.finish() != FinishReason.LENGTH) {
                        finish = GeminiFinish.MALFORMED_CALL;
                    }
                }
                case Content.Opaque(String dialect, JsonNode block) -> opaque(dialect, block, candidate, parts);
                case Content.Image _,
                        Content.Document _,
                        Content.Audio _,
                        Content.ToolResult _,
                        Content.CachePoint _ -> {
                    // no answer holds these
                }
            }
        }
        return candidate.put("finishReason", finish).put("index", choice.index());
    }

    /** A seal of Gemini's that stands alone belongs to the text before it. */
    private static void thought(String text, @Nullable Seal seal, ArrayNode parts) {
        if (seal != null
                && text.isEmpty()
                && GeminiSeal.isOwn(seal)
                && parts.path(parts.size() - 1) instanceof ObjectNode last
                && last.has("text")
                && !GeminiParts.isSealed(last)) {
            GeminiParts.seal(last, seal);
            return;
        }
        ObjectNode part = GeminiParts.thought(text);
        parts.add(seal == null ? part : GeminiParts.seal(part, seal));
    }

    /** What only some dialects know: a part, or a remark on the candidate. */
    static void opaque(String dialect, JsonNode block, ObjectNode candidate, ArrayNode parts) {
        if (dialect.equals(OpenAiProviderDialect.NAME) && block.has("logprobs")) {
            candidate.set("logprobsResult", GeminiLogprobs.fromOpenAi(block.get("logprobs")));
        } else if (dialect.equals(GeminiProviderDialect.NAME)) {
            if (block instanceof ObjectNode object && GeminiDecoder.REMARKS.containsAll(object.propertyNames())) {
                candidate.setAll(object);
            } else {
                parts.add(block);
            }
        }
    }
}
