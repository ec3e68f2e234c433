package io.tollgate.dialect;

import io.tollgate.chat.Asked;
import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Embeddings;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's Responses API as clients speak it. Nothing is stored: every request holds its whole conversation. */
public final class ResponsesClientDialect implements ClientDialect {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "input",
            "instructions",
            "stream",
            "stream_options",
            "store",
            "include",
            "max_output_tokens",
            "metadata",
            "parallel_tool_calls",
            "reasoning",
            "safety_identifier",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "background",
            "previous_response_id",
            "conversation",
            "prompt");

    private final OpenAiRequests requests;

    public ResponsesClientDialect(OpenAiRequests requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return ResponsesProviderDialect.NAME;
    }

    @Override
    public boolean holdsWhole() {
        return false;
    }

    @Override
    public ClientRequest decode(Inbound inbound) throws DialectException, IOException {
        return requests.decode(this, inbound);
    }

    @Override
    public Asked read(Operation operation, ObjectNode body) throws DialectException {
        if (operation != Operation.RESPONSES) {
            throw OpenAiClientDialect.notConverted(operation);
        }
        return ResponsesChatReader.read(body);
    }

    @Override
    public Set<String> known(Operation operation) {
        return KNOWN;
    }

    @Override
    public Encoder encoder(ClientRequest request) {
        return new ResponsesEncoder(request);
    }

    @Override
    public byte[] whole(ChatAnswer answer, ClientRequest request) {
        return Json.bytes(ResponsesEncoder.whole(answer, request));
    }

    @Override
    public byte[] whole(Embeddings embeddings, ClientRequest request) {
        return OpenAiEmbeddings.write(embeddings, request);
    }

    @Override
    public byte[] tokenCount(long tokens) {
        return ("{\"input_tokens\":" + tokens + "}").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void setModel(ObjectNode answer, String model) {
        ClientDialect.super.setModel(answer, model);
        if (answer.get("response") instanceof ObjectNode response) {
            ClientDialect.super.setModel(response, model);
        }
    }

    @Override
    public String error(GatewayError error) {
        return OpenAiClientDialect.errorBody(error);
    }
}
