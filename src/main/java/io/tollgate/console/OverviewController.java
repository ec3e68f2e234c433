package io.tollgate.console;

import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Credentials;
import io.tollgate.usage.Metering;
import io.tollgate.usage.Period;
import io.tollgate.usage.Totals;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageReports;
import io.tollgate.usage.UsageSearch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: how the last 24 hours went, or what to do before anything can go. */
@Controller
class OverviewController {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int ERRORS = 8;

    private final UsageReports reports;
    private final UsageSearch search;
    private final Metering metering;
    private final OverviewCards cards;
    private final OverviewCharts charts;
    private final Credentials credentials;
    private final VirtualKeys keys;
    private final FirstSetup setup;
    private final InstantSource clock;

    OverviewController(
            UsageReports reports,
            UsageSearch search,
            Metering metering,
            OverviewCards cards,
            OverviewCharts charts,
            Credentials credentials,
            VirtualKeys keys,
            FirstSetup setup,
            InstantSource clock) {
        this.reports = reports;
        this.search = search;
        this.metering = metering;
        this.cards = cards;
        this.charts = charts;
        this.credentials = credentials;
        this.keys = keys;
        this.setup = setup;
        this.clock = clock;
    }

    @GetMapping("/")
    String overview(HttpServletRequest request, ModelMap page, Locale locale) {
        page.addAttribute("refusals", metering.refusals());
        page.addAttribute("setupOpen", setup.progress().step() < 4);
        if (search.newest(UsageFilter.ALL, 1).entries().isEmpty()) {
            return firstSteps(request, page);
        }
        Period today = Period.lastMinutes(DAY, clock.instant());
        Totals totals = reports.totals(today);
        page.addAttribute("totals", totals);
        page.addAttribute("cards", cards.of(totals, reports.totals(today.previous())));
        page.addAttribute("charts", charts.of(today, locale));
        page.addAttribute(
                "errors",
                search.newest(UsageFilter.failedSince(today.from()), ERRORS).entries());
        return "overview/overview";
    }

    private String firstSteps(HttpServletRequest request, ModelMap page) {
        page.addAttribute(
                "hasProvider", !credentials.findByRetiredAtIsNullOrderByName().isEmpty());
        page.addAttribute("hasKey", !keys.findByRetiredAtIsNullOrderByName().isEmpty());
        page.addAttribute("curl", Snippet.curl(BaseAddress.api(request), "gpt-4o-mini", "$" + Snippet.KEY_VARIABLE));
        return "overview/first-steps";
    }
}
