package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SnippetTests {

    private static final String ADDRESS = "https://llm.example";
    private static final String BASE = ADDRESS + "/v1";

    @Test
    void everySnippetOfOpenAiNamesTheBaseUrl() {
        assertThat(Snippet.all(ADDRESS, "gpt-4o-mini"))
                .filteredOn(snippet -> !List.of("anthropic", "genai").contains(snippet.client()))
                .hasSize(5)
                .allSatisfy(snippet -> assertThat(snippet.code()).contains(BASE));
    }

    @Test
    void clientsThatAddTheVersionThemselvesGetTheAddress() {
        assertThat(code("anthropic"))
                .contains(
                        "base_url=\"" + ADDRESS + "\"",
                        "api_key=os.environ[\"TOLLGATE_KEY\"]",
                        "model=\"gpt-4o-mini\"");
        assertThat(code("genai"))
                .contains(
                        "base_url=\"" + ADDRESS + "\"",
                        "api_key=os.environ[\"TOLLGATE_KEY\"]",
                        "model=\"gpt-4o-mini\"");
        assertThat(code("env"))
                .contains("ANTHROPIC_BASE_URL=\"" + ADDRESS + "\"", "GOOGLE_GEMINI_BASE_URL=\"" + ADDRESS + "\"");
    }

    private static String code(String client) {
        return Snippet.all(ADDRESS, "gpt-4o-mini").stream()
                .filter(snippet -> snippet.client().equals(client))
                .findFirst()
                .orElseThrow()
                .code();
    }

    @Test
    void aModelNameCannotEndItsString() {
        assertThat(Snippet.all(ADDRESS, "a\"b\\c"))
                .filteredOn(snippet -> List.of("python", "anthropic", "genai").contains(snippet.client()))
                .hasSize(3)
                .allSatisfy(snippet -> assertThat(snippet.code()).contains("model=\"a\\\"b\\\\c\""));
        assertThat(Snippet.curl(BASE, "it's", "tg_x")).contains("\"model\": \"it'\\''s\"");
    }

    @Test
    void aCallHoldsItsKey() {
        assertThat(Snippet.curl(BASE, "m", "tg_x"))
                .startsWith("curl " + BASE + "/chat/completions")
                .contains("Bearer tg_x");
    }
}
