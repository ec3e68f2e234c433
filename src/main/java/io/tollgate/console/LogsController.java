package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.routing.Models;
import io.tollgate.usage.AttemptEntry;
import io.tollgate.usage.LedgerNames;
import io.tollgate.usage.UsageEntry;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsagePage;
import io.tollgate.usage.UsageRecord.Outcome;
import io.tollgate.usage.UsageSearch;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Every exchange, row by row: found, and looked at. */
@Controller
class LogsController {

    private static final int PAGE = 50;

    private final UsageSearch search;
    private final CostSheet costs;
    private final Models models;
    private final LedgerNames names;
    private final Decisions decisions;
    private final InstantSource clock;

    LogsController(
            UsageSearch search,
            CostSheet costs,
            Models models,
            LedgerNames names,
            Decisions decisions,
            InstantSource clock) {
        this.decisions = decisions;
        this.search = search;
        this.costs = costs;
        this.models = models;
        this.names = names;
        this.clock = clock;
    }

    @GetMapping("/logs")
    String logs(
            @ModelAttribute("query") LogQuery query,
            @RequestParam(required = false) @Nullable String olderThan,
            @RequestParam(required = false) @Nullable String newerThan,
            ModelMap page) {
        UsagePage found = find(query.filter(clock.instant()), LogQuery.id(olderThan), LogQuery.id(newerThan));
        page.addAttribute("entries", found.entries());
        page.addAttribute("olderThan", found.olderThan());
        page.addAttribute("newerThan", found.newerThan());
        page.addAttribute("lookedTo", found.lookedTo());
        page.addAttribute("lasts", LogQuery.LASTS);
        page.addAttribute("outcomes", Outcome.values());
        page.addAttribute("models", models.findByRetiredAtIsNullOrderByName());
        names.choices().forEach((kind, choices) -> page.addAttribute(kind.name(), choices));
        page.addAttribute("playground", PlaygroundKeys.ID);
        page.addAttribute("none", UsageFilter.NONE);
        return "logs/logs";
    }

    private UsagePage find(UsageFilter filter, @Nullable UUID olderThan, @Nullable UUID newerThan) {
        if (olderThan != null) {
            return search.olderThan(olderThan, filter, PAGE);
        }
        return newerThan != null ? search.newerThan(newerThan, filter, PAGE) : search.newest(filter, PAGE);
    }

    @GetMapping("/logs/{id}")
    String exchange(@PathVariable UUID id, ModelMap page) {
        UsageEntry entry = search.find(id).orElseThrow(NoSuchRowException::new);
        page.addAttribute("entry", entry);
        page.addAttribute("playground", PlaygroundKeys.ID);
        List<AttemptEntry> attempts = search.attempts(id);
        page.addAttribute("waterfall", Waterfall.of(entry.record(), attempts));
        page.addAttribute("decision", decisions.of(entry.record()));
        page.addAttribute("sheet", costs.of(entry.record(), attempts));
        return "logs/exchange";
    }
}
