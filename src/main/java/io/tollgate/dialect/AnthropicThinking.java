package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Seal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thinking as Anthropic writes it: blocks with a signature, and redacted ones, whose data is a seal marked as such so
 * that it finds its way back through any client.
 */
final class AnthropicThinking {

    private static final String REDACTED = "redacted:";
    /** Holds the seal of the call that follows, inside a block of redacted thinking. */
    private static final String CALL = "call";

    /** In the place of a signature nobody made: Anthropic itself takes no thinking without one. */
    static final String UNSEALED = new Seal("none", "").wrapped();

    private AnthropicThinking() {}

    /** The thinking in a block of that kind. */
    static Content.Thinking read(JsonNode block) {
        return new Content.Thinking(block.path("thinking").asString(""), seal(block));
    }

    /** The seal of a block; absent when it has none. */
    static @Nullable Seal seal(JsonNode block) {
        if (isRedacted(block)) {
            Seal seal = Seal.unwrap(block.path("data").asString(""), AnthropicProviderDialect.NAME);
            return isOwn(seal) ? new Seal(seal.dialect(), REDACTED + seal.value()) : seal;
        }
        String signature = block.path("signature").asString("");
        return signature.isEmpty() || signature.equals(UNSEALED)
                ? null
                : Seal.unwrap(signature, AnthropicProviderDialect.NAME);
    }

    private static boolean isRedacted(JsonNode block) {
        return block.path("type").asString("").equals("redacted_thinking");
    }

    /** Whether this seal is a block of its own, without a text. */
    static boolean isRedacted(Seal seal) {
        return isOwn(seal) && seal.value().startsWith(REDACTED);
    }

    private static boolean isOwn(Seal seal) {
        return seal.dialect().equals(AnthropicProviderDialect.NAME);
    }

    /** The block for a provider; absent when it is not Anthropic that sealed it. */
    static @Nullable ObjectNode forProvider(Content.Thinking thinking) {
        Seal seal = thinking.seal();
        return seal == null || !isOwn(seal) ? null : sealed(thinking.text(), seal);
    }

    /** The block for a client. */
    static ObjectNode forClient(Content.Thinking thinking) {
        Seal seal = thinking.seal();
        return seal == null ? thinking(thinking.text(), UNSEALED) : sealed(thinking.text(), seal);
    }

    /** The block of thinking that is still to be written. */
    static ObjectNode begun() {
        return thinking("", "");
    }

    /** The block that goes before a sealed call, since clients send such blocks back as they are. */
    static ObjectNode ofCall(Seal seal) {
        return redacted(new Seal(CALL, seal.wrapped()).wrapped());
    }

    /** The seal of the call that follows such a block; absent when it is none. */
    static @Nullable Seal ofCall(JsonNode block) {
        Seal seal = isRedacted(block) ? seal(block) : null;
        return seal == null || !seal.dialect().equals(CALL)
                ? null
                : Seal.unwrap(seal.value(), AnthropicProviderDialect.NAME);
    }

    private static ObjectNode sealed(String text, Seal seal) {
        if (isRedacted(seal)) {
            return redacted(seal.value().substring(REDACTED.length()));
        }
        String value = seal.in(AnthropicProviderDialect.NAME);
        return text.isEmpty() && !isOwn(seal) ? redacted(value) : thinking(text, value);
    }

    private static ObjectNode redacted(String data) {
        return Json.object().put("type", "redacted_thinking").put("data", data);
    }

    private static ObjectNode thinking(String text, String signature) {
        return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
    }
}
