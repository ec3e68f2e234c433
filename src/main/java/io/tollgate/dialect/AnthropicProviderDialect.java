package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Operation;
import io.tollgate.chat.TokenCountRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's wire format as providers speak it: messages, and the count of their tokens. */
final class AnthropicProviderDialect implements ProviderDialect {

    static final String NAME = "anthropic";

    private static final String MESSAGES = "/messages";
    private static final String COUNT = "/messages/count_tokens";

    @Override
    public String name() {
        return NAME;
    }

    /** Where an operation is asked for, behind the base URL. */
    static String path(Operation operation) {
        return operation == Operation.TOKEN_COUNT ? COUNT : MESSAGES;
    }

    @Override
    public ProviderRequest encode(ChatRequest chat, Destination to) throws DialectException {
        return request(Operation.CHAT, new AnthropicChatWriter(to).write(chat), to, to.streamed());
    }

    @Override
    public boolean countsTokens() {
        return true;
    }

    @Override
    public ProviderRequest encode(TokenCountRequest count, Destination to) throws DialectException {
        return request(Operation.TOKEN_COUNT, new AnthropicChatWriter(to).writeCount(count.chat()), to, false);
    }

    private static ProviderRequest request(Operation operation, ObjectNode body, Destination to, boolean streamed) {
        return ProviderRequest.json(operation, path(operation), to.model(), Body.of(Json.bytes(body)), streamed);
    }

    @Override
    public Decoder decoder() {
        return new AnthropicDecoder();
    }

    @Override
    public List<ChatEvent> decode(JsonNode answer) throws StreamFormatException {
        return AnthropicDecoder.whole(answer);
    }

    @Override
    public long decodeTokenCount(JsonNode answer) throws StreamFormatException {
        JsonNode tokens = answer.path("input_tokens");
        if (!tokens.isIntegralNumber() || !tokens.canConvertToLong()) {
            throw new StreamFormatException("The answer has no count of tokens");
        }
        return tokens.longValue();
    }
}
