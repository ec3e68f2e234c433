package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import io.tollgate.chat.Tool;
import io.tollgate.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request of the Responses API as a conversation. */
final class ResponsesChatReader {

    private ResponsesChatReader() {}

    static ChatRequest read(ObjectNode body) throws DialectException {
        refuseStored(body);
        Fields fields = new Fields(body);
        String user = fields.text("safety_identifier");
        return new ChatRequest(
                messages(fields),
                tools(body.path("tools")),
                choice(body),
                fields.bool("parallel_tool_calls"),
                sampling(fields),
                OpenAiChatReader.format(body.path("text").path("format"), "text.format"),
                reasoning(new Fields(body.path("reasoning"))),
                user == null ? fields.text("user") : user,
                OpenAiChatReader.metadata(body.path("metadata")));
    }

    /** What lies with OpenAI cannot be read elsewhere. */
    private static void refuseStored(ObjectNode body) throws DialectException {
        if (body.hasNonNull("previous_response_id")) {
            throw new DialectException(invalidParam(
                    "previous_response_id",
                    "previous_response_not_found",
                    "The model's provider does not keep responses: send the whole conversation in 'input' instead of"
                            + " 'previous_response_id'."));
        }
        if (body.hasNonNull("conversation")) {
            throw Unconvertible.of("conversation", "A stored conversation");
        }
        if (body.hasNonNull("prompt")) {
            throw Unconvertible.of("prompt", "A stored prompt");
        }
        if (body.path("background").asBoolean(false)) {
            throw Unconvertible.of("background", "A request to be answered in the background");
        }
    }

    private static List<Message> messages(Fields fields) throws DialectException {
        ResponsesInputReader reader = new ResponsesInputReader();
        String instructions = fields.text("instructions");
        if (instructions != null && !instructions.isEmpty()) {
            reader.add(Role.SYSTEM, instructions);
        }
        JsonNode input = fields.object().path("input");
        if (input.isString()) {
            reader.add(Role.USER, input.stringValue());
        } else if (input.isArray() && !input.isEmpty()) {
            reader.add(input);
        } else {
            throw new DialectException(
                    invalidParam("input", "invalid_value", "'input' must be a string or a list of items."));
        }
        return reader.messages();
    }

    private static List<Tool> tools(JsonNode list) throws DialectException {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : list) {
            tools.add(
                    tool.path("type").asString("").equals("function")
                            ? OpenAiChatReader.function(tool, "tools[" + tools.size() + "].name")
                            : new Tool.OfProvider(ResponsesProviderDialect.NAME, tool));
        }
        return tools;
    }

    private static @Nullable ToolChoice choice(ObjectNode body) throws DialectException {
        JsonNode choice = body.path("tool_choice");
        String type = choice.path("type").asString("function");
        if (!type.equals("function") && !type.equals("allowed_tools")) {
            throw Unconvertible.of("tool_choice", "The choice of a tool that is no function");
        }
        return OpenAiChatReader.choice(body);
    }

    private static Sampling sampling(Fields fields) throws DialectException {
        Integer alternatives = fields.integer("top_logprobs");
        return new Sampling(
                fields.integer("max_output_tokens"),
                fields.decimal("temperature"),
                fields.decimal("top_p"),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                alternatives == null ? null : (Boolean) true,
                alternatives);
    }

    private static @Nullable Reasoning reasoning(Fields fields) throws DialectException {
        String word = fields.text("effort");
        String summary = fields.text("summary");
        if (word == null && summary == null) {
            return null;
        }
        Reasoning.Effort effort = word == null ? null : Reasoning.Effort.of(word);
        if (word != null && effort == null) {
            throw new DialectException(invalidParam(
                    "reasoning.effort",
                    "invalid_value",
                    "'reasoning.effort' must be one of none, minimal, low, medium, high, xhigh."));
        }
        return new Reasoning(effort, null, summary == null ? null : (Boolean) true);
    }
}
