package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Seal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thinking as Bedrock writes it: text with a signature, or redacted, whose data is a seal marked as such so that it
 * finds its way back through any client. A signature made through Bedrock is good there only.
 */
final class BedrockThinking {

    private static final String REDACTED = "redacted:";

    private BedrockThinking() {}

    /** The seal of a signature or of redacted content; absent where there is neither. */
    static @Nullable Seal seal(String signature, String redacted) {
        if (!redacted.isEmpty()) {
            return new Seal(BedrockProviderDialect.NAME, REDACTED + redacted);
        }
        return signature.isEmpty() ? null : new Seal(BedrockProviderDialect.NAME, signature);
    }

    /** The seal of a whole block. */
    static @Nullable Seal seal(JsonNode reasoning) {
        return seal(
                reasoning.path("reasoningText").path("signature").asString(""),
                reasoning.path("redactedContent").asString(""));
    }

    /** The block for the provider; absent when it did not seal it. */
    static @Nullable ObjectNode write(Content.Thinking thinking) {
        Seal seal = thinking.seal();
        if (seal == null || !seal.dialect().equals(BedrockProviderDialect.NAME)) {
            return null;
        }
        ObjectNode block = Json.object();
        ObjectNode reasoning = block.putObject("reasoningContent");
        if (seal.value().startsWith(REDACTED)) {
            reasoning.put("redactedContent", seal.value().substring(REDACTED.length()));
        } else {
            reasoning.putObject("reasoningText").put("text", thinking.text()).put("signature", seal.value());
        }
        return block;
    }
}
