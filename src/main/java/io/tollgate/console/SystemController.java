package io.tollgate.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What this installation is made of, and how it is doing. */
@Controller
class SystemController {

    private final SystemFacts facts;

    SystemController(SystemFacts facts) {
        this.facts = facts;
    }

    @GetMapping("/system")
    String system(Model page) {
        page.addAttribute("sections", facts.sections());
        return "system/system";
    }
}
