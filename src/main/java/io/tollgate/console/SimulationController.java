package io.tollgate.console;

import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Models;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Who would serve a model for a key now, and why. It changes nothing, so that a link to an answer can be kept. */
@Controller
class SimulationController {

    private final Simulator simulator;
    private final Models models;
    private final VirtualKeys keys;
    private final Providers providers;

    SimulationController(Simulator simulator, Models models, VirtualKeys keys, Providers providers) {
        this.simulator = simulator;
        this.models = models;
        this.keys = keys;
        this.providers = providers;
    }

    @GetMapping("/models/simulate")
    String simulate(@ModelAttribute("form") SimulationForm form, ModelMap page) {
        page.addAttribute("models", models.findByRetiredAtIsNullOrderByName());
        page.addAttribute("keys", keys.findByRetiredAtIsNullOrderByName());
        page.addAttribute("providers", providers.findByRetiredAtIsNullOrderByName());
        if (form.isAsked()) {
            page.addAttribute("simulation", simulator.of(form));
        }
        return "models/simulate";
    }
}
