package io.tollgate.console;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.ChannelSecrets;
import io.tollgate.alert.MailServer;
import io.tollgate.alert.Outcome;
import io.tollgate.alert.Senders;
import io.tollgate.alert.Tongue;
import io.tollgate.provider.Courier;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import jakarta.validation.Valid;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
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

/** Where alerts are said: added, changed, tested, deleted. */
@Controller
@RequestMapping("/alerts/channels")
class AlertChannelsController {

    private static final String PAGE = "redirect:/alerts";
    private static final String CHANNEL = "redirect:/alerts/channels/{id}";

    private final AlertChannels channels;
    private final ChannelSecrets secrets;
    private final Senders senders;
    private final AlertChannelCheck check;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;

    AlertChannelsController(
            AlertChannels channels,
            ChannelSecrets secrets,
            Senders senders,
            AlertChannelCheck check,
            Changes changes,
            Ids ids,
            InstantSource clock) {
        this.channels = channels;
        this.secrets = secrets;
        this.senders = senders;
        this.check = check;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping("/new")
    String blank(@RequestParam(defaultValue = "webhook") String kind, Locale locale, ModelMap page) {
        Tongue tongue = locale.getLanguage().equals("zh") ? Tongue.ZH : Tongue.EN;
        page.addAttribute("form", AlertChannelForm.blank(ChannelKind.find(kind).orElse(ChannelKind.WEBHOOK), tongue));
        return form(null, page);
    }

    private String form(@Nullable AlertChannel channel, ModelMap page) {
        page.addAttribute("channel", channel);
        page.addAttribute("tongues", Tongue.values());
        page.addAttribute("securities", MailServer.Security.values());
        return "alerts/channel";
    }

    @PostMapping
    String add(
            @Valid @ModelAttribute("form") AlertChannelForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        check.check(form, null, problems);
        if (problems.hasErrors()) {
            return form(null, page);
        }
        AlertChannel channel = new AlertChannel(
                ids.next(), form.name().strip(), form.channelKind(), form.tongue(), Source.CONSOLE, clock.instant());
        changes.make(() -> channels.save(filled(channel, form)));
        flash.addFlashAttribute("messageKey", "alerts.channel.saved");
        return "redirect:/alerts/channels/" + channel.getId();
    }

    private AlertChannel filled(AlertChannel channel, AlertChannelForm form) {
        if (channel.getKind() == ChannelKind.EMAIL) {
            secrets.lead(channel, form.server());
        } else {
            Optional.ofNullable(AlertChannelForm.text(form.address()))
                    .flatMap(Courier::address)
                    .ifPresent(address -> secrets.lead(channel, address));
        }
        String secret = AlertChannelForm.text(form.secret());
        if (secret != null || form.dropsSecret()) {
            secrets.seal(channel, secret);
        }
        channel.setLanguage(form.tongue());
        return channel;
    }

    @GetMapping("/{id}")
    String edit(@PathVariable UUID id, ModelMap page) {
        AlertChannel channel = Changes.inUse(channels.findById(id));
        page.addAttribute("form", AlertChannelForm.of(channel));
        return form(channel, page);
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") AlertChannelForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        AlertChannel channel = Changes.changeable(channels.findById(id));
        check.check(form, channel, problems);
        if (problems.hasErrors()) {
            return form(channel, page);
        }
        changes.make(() -> {
            AlertChannel row = filled(Changes.changeable(channels.findById(id)), form);
            row.rename(form.name().strip());
            channels.save(row);
        });
        flash.addFlashAttribute("messageKey", "alerts.channel.saved");
        return CHANNEL;
    }

    /** Sends a message that says it is a test, and shows what really came of it. */
    @PostMapping("/{id}/test")
    String test(@PathVariable UUID id, RedirectAttributes flash) {
        switch (senders.test(Changes.inUse(channels.findById(id)))) {
            case Outcome.Sent _ -> flash.addFlashAttribute("messageKey", "alerts.channel.test.sent");
            case Outcome.Failed failed -> {
                flash.addFlashAttribute("errorKey", "alerts.channel.test.failed");
                flash.addFlashAttribute("errorArgs", new Object[] {failed.detail()});
            }
        }
        return CHANNEL;
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable UUID id) {
        return setDisabled(id, true);
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable UUID id) {
        return setDisabled(id, false);
    }

    private String setDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            AlertChannel channel = Changes.inUse(channels.findById(id));
            channel.setDisabled(disabled);
            channels.save(channel);
        });
        return PAGE;
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.make(() -> {
            AlertChannel channel = Changes.changeable(channels.findById(id));
            channel.retire(clock.instant());
            secrets.forget(channel);
            channels.save(channel);
        });
        flash.addFlashAttribute("messageKey", "alerts.channel.retired");
        return PAGE;
    }
}
