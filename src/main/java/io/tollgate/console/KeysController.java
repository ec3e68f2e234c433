package io.tollgate.console;

import io.tollgate.access.VirtualKeys;
import io.tollgate.console.KeyChanges.Issued;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The keys we issue to clients. The text of a new one travels to the next page in the session, is shown there once, and
 * is gone: only its hash is kept.
 */
@Controller
@RequestMapping("/keys")
class KeysController {

    private static final String ISSUED = "issued";
    private static final String KEY = "redirect:/keys/{id}";
    private static final int LONGEST_OVERLAP = 30 * 24;
    private static final String SOME_MODEL = "gpt-4o-mini";

    private final VirtualKeys keys;
    private final Models models;
    private final KeyPages pages;
    private final KeyChanges changes;
    private final InstantSource clock;

    KeysController(VirtualKeys keys, Models models, KeyPages pages, KeyChanges changes, InstantSource clock) {
        this.keys = keys;
        this.models = models;
        this.pages = pages;
        this.changes = changes;
        this.clock = clock;
    }

    @GetMapping
    String list(@ModelAttribute("keyQuery") KeyQuery wanted, ModelMap page) {
        page.addAttribute("found", pages.find(wanted));
        page.addAttribute("teams", pages.teams());
        return "keys/list";
    }

    @GetMapping("/new")
    String blank(ModelMap page) {
        page.addAttribute("form", KeyForm.EMPTY);
        return pages.blank(page);
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") KeyForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        UUID team = check(form, null, problems);
        if (problems.hasErrors() || team == null) {
            return pages.blank(page);
        }
        Issued issued = changes.create(form, team);
        flash.addFlashAttribute(ISSUED, issued);
        return "redirect:/keys/" + issued.id();
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, ModelMap page, HttpServletRequest request) {
        String view = pages.show(id, page);
        if (page.get(ISSUED) instanceof Issued issued && page.get("line") instanceof KeyPages.Line line) {
            String model =
                    line.allModels() ? anyModel() : line.key().getModels().getFirst();
            String baseUrl = BaseAddress.api(request);
            page.addAttribute("curl", Snippet.curl(baseUrl, model, issued.text().reveal()));
            page.addAttribute("baseUrl", baseUrl);
        }
        return view;
    }

    private String anyModel() {
        return models.findByRetiredAtIsNullOrderByName().stream()
                .filter(Model::isAskable)
                .map(Model::getName)
                .filter(name -> name.indexOf('*') < 0)
                .findFirst()
                .orElse(SOME_MODEL);
    }

    @PostMapping("/{id}")
    String update(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") KeyForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Changes.changeable(keys.findById(id));
        UUID team = check(form, id, problems);
        if (problems.hasErrors() || team == null) {
            return pages.show(id, page);
        }
        changes.update(id, form, team);
        flash.addFlashAttribute("messageKey", "pages.saved");
        return KEY;
    }

    private @Nullable UUID check(KeyForm form, @Nullable UUID own, BindingResult problems) {
        if (!problems.hasFieldErrors("name")
                && keys.findByLiveName(form.name().strip())
                        .filter(other -> !other.getId().equals(own))
                        .isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
        if (form.lacksModels()) {
            problems.rejectValue("models", "keys.models.none");
        } else if (form.hasTooManyModels()) {
            problems.rejectValue("models", "keys.models.many", new Object[] {KeyForm.LONGEST_MODELS}, null);
        }
        if (form.hasUnknownExpiry()) {
            problems.rejectValue("expiry", "keys.expiry.invalid");
        }
        if (!problems.hasFieldErrors("date") && form.lacksDate(clock.instant())) {
            problems.rejectValue("date", "keys.date.invalid");
        }
        return form.teamId();
    }

    @PostMapping("/{id}/rotate")
    String rotate(@PathVariable UUID id, @RequestParam int hours, RedirectAttributes flash) {
        if (hours < 0 || hours > LONGEST_OVERLAP) {
            throw new ChangeRefusedException("keys.overlap.invalid");
        }
        flash.addFlashAttribute(ISSUED, changes.rotate(id, Duration.ofHours(hours)));
        return KEY;
    }

    @PostMapping("/{id}/revoke")
    String revoke(@PathVariable UUID id, RedirectAttributes flash) {
        changes.revoke(id);
        flash.addFlashAttribute("messageKey", "keys.revoked");
        return KEY;
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, true);
        flash.addFlashAttribute("messageKey", "keys.disabled");
        return KEY;
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable UUID id, RedirectAttributes flash) {
        changes.setDisabled(id, false);
        flash.addFlashAttribute("messageKey", "keys.enabled");
        return KEY;
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.retire(id);
        flash.addFlashAttribute("messageKey", "keys.retired");
        return "redirect:/keys";
    }
}
