package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Source;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@ConsoleTest(ConnectController.class)
class ConnectControllerTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @MockitoBean
    private Models models;

    @Test
    void namesTheBaseUrlBelowTheContextPath() {
        assertThat(mvc.get().uri("/tollgate/connect").contextPath("/tollgate").with(people.viewer()))
                .hasStatusOk()
                .bodyText()
                .contains("value=\"http://localhost/tollgate/v1\"", "href=\"/tollgate/keys\"", "gpt-4o-mini");
    }

    @Test
    void writesTheChosenModelIntoTheChosenSnippet() {
        Model disabled = model("off");
        disabled.setDisabled(true);
        when(models.findByRetiredAtIsNullOrderByName()).thenReturn(List.of(model("large"), disabled, model("small")));
        assertThat(mvc.get().uri("/connect?model=small&client=python").with(people.viewer()))
                .bodyText()
                .contains("model=&quot;small&quot;", "pip install openai")
                .doesNotContain(">off<");
    }

    @Test
    void namesTheAddressForClientsThatAddTheVersion() {
        when(models.findByRetiredAtIsNullOrderByName()).thenReturn(List.of(model("large")));
        assertThat(mvc.get()
                        .uri("/tollgate/connect?client=anthropic")
                        .contextPath("/tollgate")
                        .with(people.viewer()))
                .bodyText()
                .contains("base_url=&quot;http://localhost/tollgate&quot;", "pip install anthropic", "without /v1");
        assertThat(mvc.get().uri("/connect?client=genai").with(people.viewer()))
                .bodyText()
                .contains("base_url=&quot;http://localhost&quot;", "pip install google-genai");
    }

    @Test
    void fallsBackToWhatExists() {
        when(models.findByRetiredAtIsNullOrderByName()).thenReturn(List.of(model("large")));
        assertThat(mvc.get().uri("/connect?model=gone&client=cobol").with(people.viewer()))
                .bodyText()
                .contains("&quot;model&quot;: &quot;large&quot;");
    }

    private static Model model(String name) {
        return new Model(UUID.randomUUID(), name, Source.CONSOLE, People.NOW);
    }
}
