package io.tollgate.console;

import io.tollgate.limit.LimitSettings;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.usage.Rerating;
import io.tollgate.usage.ReratingPreview;
import io.tollgate.usage.Reratings;
import io.tollgate.usage.Retention;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Past calls of a model or deployment, rated again after its price was corrected: shown first, done on demand. */
@Controller
@RequestMapping("/prices/{kind:models|deployments}/{id}/rerate")
class ReratingController {

    private final Models models;
    private final Deployments deployments;
    private final Reratings reratings;
    private final Retention retention;
    private final ZoneId zone;
    private final InstantSource clock;

    ReratingController(
            Models models,
            Deployments deployments,
            Reratings reratings,
            Retention retention,
            LimitSettings limits,
            InstantSource clock) {
        this.models = models;
        this.deployments = deployments;
        this.reratings = reratings;
        this.retention = retention;
        this.zone = limits.zone();
        this.clock = clock;
    }

    /** Whose calls are rated again; a settings file may declare it. */
    private record Subject(PriceOwner owner, Model model, String name) {}

    private Subject subject(String kind, UUID id) {
        if (kind.equals("models")) {
            Model model = Changes.inUse(models.findById(id));
            return new Subject(PriceOwner.model(id), model, model.getName());
        }
        Deployment place = Changes.inUse(deployments.findById(id));
        Model model = Changes.inUse(models.findById(place.getModelId()));
        return new Subject(PriceOwner.deployment(id), model, model.getName() + " / " + place.getProviderModel());
    }

    @GetMapping
    String show(@PathVariable String kind, @PathVariable UUID id, @ModelAttribute ReratingForm typed, ModelMap page) {
        return page(kind, subject(kind, id), typed, page);
    }

    private String page(String kind, Subject subject, ReratingForm typed, ModelMap page) {
        Instant now = clock.instant();
        Map<String, String> problems = typed.isEmpty() ? Map.of() : typed.problems(now, zone);
        page.addAttribute("kind", kind);
        page.addAttribute("id", subject.owner().id());
        page.addAttribute("model", subject.model());
        page.addAttribute("name", subject.name());
        page.addAttribute("typed", typed.isEmpty() ? ReratingForm.suggested(now, zone) : typed);
        page.addAttribute("problems", problems);
        page.addAttribute("zone", zone.getId());
        page.addAttribute("kept", now.minus(retention.kept().records()));
        page.addAttribute("done", reratings.of(subject.owner()));
        if (!typed.isEmpty() && problems.isEmpty()) {
            preview(typed.span(subject.owner(), now, zone), page);
        }
        return "prices/rerate";
    }

    private void preview(Rerating.Span span, ModelMap page) {
        Optional<ReratingPreview> preview = reratings.preview(span);
        page.addAttribute("tooMany", preview.isEmpty());
        preview.ifPresent(found -> {
            page.addAttribute("preview", found);
            page.addAttribute("pricesAt", span.pricesAt());
        });
    }

    /** Does it, if the prices are those that were shown. */
    @PostMapping
    String apply(
            @PathVariable String kind,
            @PathVariable UUID id,
            @ModelAttribute ReratingForm typed,
            @RequestParam(defaultValue = "") String pricesAt,
            @AuthenticationPrincipal SignedIn who,
            ModelMap page,
            RedirectAttributes flash) {
        Subject subject = subject(kind, id);
        Optional<Instant> shown = instant(pricesAt);
        if (shown.isEmpty() || !typed.problems(shown.get(), zone).isEmpty()) {
            return page(kind, subject, typed, page);
        }
        Rerating.Span span = typed.span(subject.owner(), shown.get(), zone);
        if (!reratings.isCurrent(span)) {
            page.addAttribute("errorKey", "rerate.outdated");
            return page(kind, subject, typed, page);
        }
        reratings.begin(span, who.name());
        flash.addFlashAttribute("messageKey", "rerate.begun");
        return "redirect:/prices/{kind}/{id}/rerate";
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
