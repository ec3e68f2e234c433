package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnippetTests {

    private static final String BASE = "https://llm.example/v1";

    @Test
    void everySnippetNamesTheBaseUrl() {
        assertThat(Snippet.all(BASE, "gpt-4o-mini"))
                .hasSize(5)
                .allSatisfy(snippet -> assertThat(snippet.code()).contains(BASE));
    }

    @Test
    void aModelNameCannotEndItsString() {
        assertThat(Snippet.all(BASE, "a\"b\\c"))
                .filteredOn(snippet -> snippet.client().equals("python"))
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
