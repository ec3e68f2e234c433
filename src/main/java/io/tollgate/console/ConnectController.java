package io.tollgate.console;

import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How programs connect: the base URL, and code to copy. */
@Controller
class ConnectController {

    private static final String SOME_MODEL = "gpt-4o-mini";

    private final Models models;

    ConnectController(Models models) {
        this.models = models;
    }

    @GetMapping("/connect")
    String connect(
            @RequestParam(defaultValue = "") String model,
            @RequestParam(defaultValue = "curl") String client,
            HttpServletRequest request,
            org.springframework.ui.Model page) {
        List<String> names = models.findByRetiredAtIsNullOrderByName().stream()
                .filter(Model::isAskable)
                .map(Model::getName)
                .toList();
        String chosen =
                names.contains(model) ? model : names.stream().findFirst().orElse(SOME_MODEL);
        List<Snippet> snippets = Snippet.all(BaseAddress.of(request), chosen);
        page.addAttribute("baseUrl", BaseAddress.api(request));
        page.addAttribute("models", names);
        page.addAttribute("chosen", chosen);
        page.addAttribute("snippets", snippets);
        page.addAttribute("shown", shown(snippets, client));
        return "connect/connect";
    }

    private static Snippet shown(List<Snippet> snippets, String client) {
        return snippets.stream()
                .filter(snippet -> snippet.client().equals(client))
                .findFirst()
                .orElse(snippets.getFirst());
    }
}
