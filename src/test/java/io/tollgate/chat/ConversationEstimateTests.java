package io.tollgate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Message.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConversationEstimateTests {

    private static final JsonNode SCHEMA = JsonMapper.shared().readTree("{\"type\":\"object\"}");

    @Test
    void countsAllThatIsText() {
        List<Message> messages = List.of(
                Message.of(Role.SYSTEM, "Be brief"),
                Message.of(Role.USER, "What is the weather"),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Content.Thinking("Look it up", null),
                                new Content.ToolCall("call-1", "weather", "{\"in\":\"Rome\"}", null))),
                new Message(
                        Role.TOOL,
                        List.of(new Content.ToolResult("call-1", null, List.of(new Content.Text("Sunny")), false))));

        assertThat(ConversationEstimate.of(chat(messages, List.of())))
                .isEqualTo(TokenEstimate.of("Be briefWhat is the weatherLook it upweather{\"in\":\"Rome\"}Sunny"));
    }

    @Test
    void countsTheDefinitionsOfTools() {
        Tool tool = new Tool.Function("weather", "Says it", SCHEMA, null, null);

        assertThat(ConversationEstimate.of(chat(List.of(), List.of(tool))))
                .isEqualTo(TokenEstimate.of("weatherSays it{\"type\":\"object\"}"));
    }

    @Test
    void countsAnImageTheSameWhateverItsSize() {
        Content image = new Content.Image(new Media.Inline("image/png", "AAAA".repeat(1000)), null);

        assertThat(ConversationEstimate.of(chat(List.of(new Message(Role.USER, List.of(image, image))), List.of())))
                .isEqualTo(2L * ConversationEstimate.MEDIA_TOKENS);
    }

    private static ChatRequest chat(List<Message> messages, List<Tool> tools) {
        return new ChatRequest(messages, tools, null, null, Sampling.DEFAULT, null, null, null, Map.of());
    }
}
