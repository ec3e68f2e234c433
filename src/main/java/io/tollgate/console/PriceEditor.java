package io.tollgate.console;

import io.tollgate.pricing.Currency;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Schedule;
import io.tollgate.pricing.StoredPrice;
import io.tollgate.pricing.Terms;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The own prices of a model or deployment, to the last detail. */
@Controller
@RequestMapping("/prices/{kind:models|deployments}/{id}")
class PriceEditor {

    private static final String SELF = "redirect:/prices/{kind}/{id}";
    private static final Terms NEW = new Terms(Currency.USD, Schedule.of(Rates.NONE), null, null);

    private final Models models;
    private final Deployments deployments;
    private final Prices prices;
    private final PricePages pages;
    private final Changes changes;

    PriceEditor(Models models, Deployments deployments, Prices prices, PricePages pages, Changes changes) {
        this.models = models;
        this.deployments = deployments;
        this.prices = prices;
        this.pages = pages;
        this.changes = changes;
    }

    /** Whose prices are edited. */
    private record Subject(PriceOwner owner, Model model, String name) {}

    private Subject subject(String kind, UUID id) {
        if (kind.equals("models")) {
            Model model = Changes.changeable(models.findById(id));
            return new Subject(PriceOwner.model(id), model, model.getName());
        }
        Deployment place = Changes.changeable(deployments.findById(id));
        Model model = Changes.inUse(models.findById(place.getModelId()));
        return new Subject(PriceOwner.deployment(id), model, model.getName() + " / " + place.getProviderModel());
    }

    @GetMapping
    String edit(
            @PathVariable String kind,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID price,
            ModelMap page) {
        Subject subject = subject(kind, id);
        TypedPrice typed =
                TypedPrice.of(row(subject, price).map(StoredPrice::terms).orElse(NEW));
        return show(kind, subject, price, typed, page);
    }

    private Optional<StoredPrice> row(Subject subject, @Nullable UUID price) {
        return prices.of(subject.owner()).stream()
                .filter(row -> row.id().equals(price))
                .findFirst();
    }

    private String show(String kind, Subject subject, @Nullable UUID price, TypedPrice typed, ModelMap page) {
        page.addAttribute("kind", kind);
        page.addAttribute("id", subject.owner().id());
        page.addAttribute("model", subject.model());
        page.addAttribute("name", subject.name());
        page.addAttribute("own", pages.own(subject.owner(), subject.name()));
        page.addAttribute("price", price);
        page.addAttribute("typed", typed);
        page.addAttribute("parts", Part.values());
        return "prices/edit";
    }

    /** Adds a price, or puts another in the place of one. */
    @PostMapping
    String save(
            @PathVariable String kind,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID price,
            @RequestParam Map<String, String> fields,
            ModelMap page,
            RedirectAttributes flash) {
        Subject subject = subject(kind, id);
        TypedPrice typed = new TypedPrice(fields);
        Optional<Terms> terms = typed.terms();
        if (terms.isEmpty()) {
            return show(kind, subject, price, typed, page);
        }
        changes.make(() -> replace(subject.owner(), price, terms.get()));
        flash.addFlashAttribute("messageKey", "pages.saved");
        return SELF;
    }

    @PostMapping("/{price}/retire")
    String retire(
            @PathVariable String kind, @PathVariable UUID id, @PathVariable UUID price, RedirectAttributes flash) {
        Subject subject = subject(kind, id);
        changes.make(() -> replace(subject.owner(), price, NEW));
        flash.addFlashAttribute("messageKey", "prices.retired");
        return SELF;
    }

    private void replace(PriceOwner owner, @Nullable UUID before, Terms after) {
        List<Terms> wanted = new ArrayList<>();
        for (StoredPrice row : prices.of(owner)) {
            if (!row.id().equals(before)) {
                wanted.add(row.terms());
            }
        }
        wanted.add(after);
        prices.set(owner, wanted);
    }
}
