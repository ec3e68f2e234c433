package io.tollgate.console;

import io.tollgate.alert.Alert;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.AlertLog;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.DeliveryLog;
import io.tollgate.alert.Mute;
import io.tollgate.alert.Rule;
import io.tollgate.alert.RuleBook;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
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

/** What is wrong, what was, who is told, and what is muted. */
@Controller
@RequestMapping("/alerts")
class AlertsController {

    private static final String PAGE = "redirect:/alerts";
    private static final int MOST_PAST = 50;
    private static final int MOST_DELIVERIES = 30;
    private static final int MOST_MINUTES = 90 * 1_440;
    private static final List<Integer> MINUTES = List.of(60, 480, 1_440, 10_080);

    private final AlertLog alerts;
    private final DeliveryLog deliveries;
    private final AlertChannels channels;
    private final RuleBook rules;
    private final AlertLines lines;
    private final InstantSource clock;

    AlertsController(
            AlertLog alerts,
            DeliveryLog deliveries,
            AlertChannels channels,
            RuleBook rules,
            AlertLines lines,
            InstantSource clock) {
        this.alerts = alerts;
        this.deliveries = deliveries;
        this.channels = channels;
        this.rules = rules;
        this.lines = lines;
        this.clock = clock;
    }

    @GetMapping
    String show(ModelMap page, Locale locale) {
        List<Mute> mutes = alerts.mutes();
        page.addAttribute("lasting", lines.of(alerts.lasting(), mutes, locale));
        page.addAttribute("past", lines.of(alerts.past(MOST_PAST), List.of(), locale));
        page.addAttribute("mutes", mutes);
        page.addAttribute("rules", rules.terms());
        page.addAttribute("channels", channels.findByRetiredAtIsNullOrderByName());
        page.addAttribute("kinds", ChannelKind.values());
        page.addAttribute("deliveries", deliveries.newest(MOST_DELIVERIES));
        page.addAttribute("muteMinutes", MINUTES);
        return "alerts/alerts";
    }

    /** Mutes a rule, or one alert that lasts. */
    @PostMapping("/mutes")
    String mute(
            @RequestParam(required = false) @Nullable String rule,
            @RequestParam(required = false) @Nullable String alert,
            @RequestParam int minutes,
            Principal person,
            RedirectAttributes flash) {
        Instant until = clock.instant().plus(Duration.ofMinutes(Math.clamp(minutes, 1, MOST_MINUTES)));
        Optional<Rule> whole = Optional.ofNullable(rule).flatMap(Rule::find);
        Optional<Alert> one = alerts.lasting().stream()
                .filter(lasting -> lasting.id().toString().equals(alert))
                .findFirst();
        if (minutes < 1 || minutes > MOST_MINUTES || whole.isEmpty() && one.isEmpty()) {
            throw new ChangeRefusedException("alerts.mute.invalid");
        }
        whole.ifPresent(found -> alerts.mute(found, until, person.getName()));
        one.ifPresent(found -> alerts.mute(found, until, person.getName()));
        flash.addFlashAttribute("messageKey", "alerts.mute.done");
        return PAGE;
    }

    @PostMapping("/mutes/{id}/end")
    String unmute(@PathVariable UUID id, RedirectAttributes flash) {
        alerts.unmute(id);
        flash.addFlashAttribute("messageKey", "alerts.mute.ended");
        return PAGE;
    }
}
