package io.tollgate.console;

import io.tollgate.pricing.StoredPrice;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All prices: one's own, imported ones, and those of the list that comes with the gateway. */
@Controller
class PricesController {

    private final PricePages pages;
    private final ModelPages models;

    PricesController(PricePages pages, ModelPages models) {
        this.pages = pages;
        this.models = models;
    }

    @GetMapping("/prices")
    String list(
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "") String source,
            @RequestParam(defaultValue = "1") String page,
            ModelMap model) {
        model.addAttribute("found", pages.find(search, source, number(page)));
        model.addAttribute("search", search);
        model.addAttribute("source", source);
        model.addAttribute("sources", StoredPrice.Source.values());
        model.addAttribute(
                "unpriced",
                models.rows().stream().filter(line -> !line.priced()).toList());
        return "prices/list";
    }

    private static int number(String typed) {
        return typed.matches("[0-9]{1,6}") ? Integer.parseInt(typed) : 1;
    }
}
