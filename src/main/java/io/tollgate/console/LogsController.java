package io.tollgate.console;

import io.tollgate.access.PlaygroundKeys;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Models;
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
    private final Teams teams;
    private final VirtualKeys keys;
    private final Providers providers;
    private final InstantSource clock;

    LogsController(
            UsageSearch search,
            CostSheet costs,
            Models models,
            Teams teams,
            VirtualKeys keys,
            Providers providers,
            InstantSource clock) {
        this.search = search;
        this.costs = costs;
        this.models = models;
        this.teams = teams;
        this.keys = keys;
        this.providers = providers;
        this.clock = clock;
    }

    @GetMapping("/logs")
    String logs(
            @ModelAttribute("query") LogQuery query,
            @RequestParam(required = false) @Nullable String olderThan,
            @RequestParam(required = false) @Nullable String newerThan,
            ModelMap page) {
        UsagePage found = find(query.filter(clock.instant()), LogQuery.id(olderThan), LogQuery.id(newerThan));
        List<UsageEntry> entries = found.entries();
        page.addAttribute("entries", entries);
        if (found.hasOlder() && !entries.isEmpty()) {
            page.addAttribute("olderThan", entries.getLast().record().id());
        }
        if (found.hasNewer() && !entries.isEmpty()) {
            page.addAttribute("newerThan", entries.getFirst().record().id());
        }
        page.addAttribute("lasts", LogQuery.LASTS);
        page.addAttribute("outcomes", Outcome.values());
        page.addAttribute("models", models.findByRetiredAtIsNullOrderByName());
        page.addAttribute("teams", teams.findByRetiredAtIsNullOrderByName());
        page.addAttribute("keys", keys.findByRetiredAtIsNullOrderByName());
        page.addAttribute("playground", PlaygroundKeys.ID);
        page.addAttribute("providers", providers.findByRetiredAtIsNullOrderByName());
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
        page.addAttribute("sheet", costs.of(entry.record()));
        return "logs/exchange";
    }
}
