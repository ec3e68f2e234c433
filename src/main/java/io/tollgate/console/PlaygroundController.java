package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.access.PlaygroundKeys.Issued;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Tries models in the browser: the page calls this installation as a program would, with a key of a few minutes. */
@Controller
@RequestMapping("/playground")
class PlaygroundController {

    private static final List<String> PROTOCOLS = List.of("chat", "responses", "messages");
    private static final List<String> SNIPPETS = List.of("curl", "Python", "Node.js", "Java");

    private final Models models;
    private final Teams teams;
    private final PlaygroundKeys keys;

    PlaygroundController(Models models, Teams teams, PlaygroundKeys keys) {
        this.models = models;
        this.teams = teams;
        this.keys = keys;
    }

    @GetMapping
    String playground(@RequestParam(defaultValue = "") String model, HttpServletRequest request, ModelMap page) {
        page.addAttribute(
                "models",
                models.findByRetiredAtIsNullOrderByName().stream()
                        .filter(Model::isAskable)
                        .map(Model::getName)
                        .toList());
        page.addAttribute(
                "teams",
                teams.findByRetiredAtIsNullOrderByName().stream()
                        .filter(Predicate.not(Team::isDisabled))
                        .toList());
        page.addAttribute("chosen", model);
        page.addAttribute("protocols", PROTOCOLS);
        page.addAttribute("snippets", SNIPPETS);
        page.addAttribute("baseUrl", BaseAddress.of(request));
        return "playground/playground";
    }

    @PostMapping("/key")
    @ResponseBody
    Key key(@RequestParam UUID team, HttpSession session) {
        Team paying = Changes.inUse(teams.findById(team));
        Issued issued = keys.issue(paying);
        PlaygroundPass.tie(issued, keys, session, paying.getId().toString());
        return new Key(issued.text().reveal(), issued.until().toEpochMilli());
    }

    /**
     * A key as the page gets it.
     *
     * @param until in milliseconds since 1970
     */
    record Key(String key, long until) {

        @Override
        public String toString() {
            return "Key[***]";
        }
    }
}
