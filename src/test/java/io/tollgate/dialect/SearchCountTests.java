package io.tollgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches of the web that an answer of the Responses API shows, read in every way in which answers are read. */
class SearchCountTests {

    private static final String ANSWER = """
            {"id": "resp_1", "object": "response", "status": "completed", "model": "gpt-5", "output": [
              {"id": "ws_1", "type": "web_search_call", "status": "completed",
               "action": {"type": "search", "query": "web_search_call", "sources": [{"type": "url", "url": "https://a.example"}]}},
              {"action": {"type": "search", "query": "b"}, "id": "ws_2", "type": "web_search_call", "status": "completed"},
              {"id": "ws_3", "type": "web_search_call", "status": "completed",
               "action": {"type": "open_page", "url": "https://a.example"}},
              {"id": "ws_4", "type": "web_search_call", "status": "completed"},
              {"id": "fc_1", "type": "function_call", "call_id": "c", "name": "web_search_call", "arguments": "{}"},
              {"id": "msg_1", "type": "message", "role": "assistant", "content": [
                {"type": "output_text", "text": "web_search_call", "annotations": [{"type": "web_search_call"}]}]}],
             "usage": {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}}""";

    private static List<Usage> read(String answer) throws StreamFormatException {
        JsonNode body = JsonMapper.shared().readTree(answer);
        return StatedUsage.of("responses", body);
    }

    @Test
    void everyReaderCountsSearchesAndNotPages() throws StreamFormatException {
        assertThat(read(ANSWER))
                .hasSize(4)
                .allSatisfy(usage -> assertThat(usage)
                        .returns(3L, Usage::webSearches)
                        .returns(100L, Usage::inputTokens)
                        .returns(20L, Usage::outputTokens));
    }

    @Test
    void anAnswerWithoutSearchesHasNone() throws StreamFormatException {
        assertThat(read(ANSWER.replace("\"type\": \"web_search_call\"", "\"type\": \"file_search_call\"")))
                .allSatisfy(usage -> assertThat(usage.webSearches()).isZero());
    }
}
