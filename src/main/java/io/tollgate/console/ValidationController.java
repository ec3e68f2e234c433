package io.tollgate.console;

import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Validations;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Checks all credentials of a provider, and tells how far that is; it goes on when the page is left. */
@Controller
@RequestMapping("/providers/{id}/validation")
class ValidationController {

    private static final String BACK = "redirect:/providers/{id}#validation";

    private final Providers providers;
    private final Validations validations;

    ValidationController(Providers providers, Validations validations) {
        this.providers = providers;
        this.validations = validations;
    }

    @PostMapping
    String start(@PathVariable UUID id, RedirectAttributes flash) {
        Provider provider = Changes.inUse(providers.findById(id));
        if (!validations.start(provider)) {
            flash.addFlashAttribute("errorKey", "validation.nothing");
        }
        return BACK;
    }

    @PostMapping("/cancel")
    String cancel(@PathVariable UUID id) {
        validations.cancel(id);
        return BACK;
    }

    /** The bar alone, for the page that asks again and again; a browser's own visit leads to the whole page. */
    @GetMapping
    String progress(
            @PathVariable UUID id,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String partly,
            ModelMap page) {
        if (partly == null) {
            return BACK;
        }
        page.addAttribute("provider", Changes.inUse(providers.findById(id)));
        page.addAttribute("validation", validations.find(id));
        return "providers/validation :: validation";
    }
}
