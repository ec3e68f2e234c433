package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.manifest.DemoMode;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@ConsoleTest(DemoController.class)
class DemoControllerTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @MockitoBean
    private DemoMode demo;

    @MockitoBean
    private LiveCatalog catalog;

    @Test
    void removesTheDemoAndThenPublishes() {
        assertThat(mvc.post().uri("/demo/remove").with(people.admin()).with(csrf()))
                .hasRedirectedUrl("/setup");
        InOrder order = inOrder(demo, catalog);
        order.verify(demo).remove();
        order.verify(catalog).publish();
    }

    @Test
    void leavesTheDemoToAdministrators() {
        assertThat(mvc.post().uri("/demo/remove").with(people.viewer()).with(csrf()))
                .hasStatus(403);
        verify(demo, never()).remove();
    }
}
