package io.tollgate.console;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.AlertChannels;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.MailServer;
import io.tollgate.provider.AddressRules;
import io.tollgate.provider.Courier;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/** Finds what is wrong with a channel as it is typed. */
@Component
class AlertChannelCheck {

    private static final int MOST_PORT = 65_535;

    private final AlertChannels channels;
    private final AddressRules rules;

    AlertChannelCheck(AlertChannels channels, AddressRules rules) {
        this.channels = channels;
        this.rules = rules;
    }

    /** @param known the channel that is changed; absent for a new one */
    void check(AlertChannelForm form, @Nullable AlertChannel known, BindingResult problems) {
        if (Changes.isUnreadable(problems)) {
            return;
        }
        if (channels.findByLiveName(form.name().strip())
                .filter(other -> known == null || !other.getId().equals(known.getId()))
                .isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
        ChannelKind kind = known == null ? form.channelKind() : known.getKind();
        if (kind == ChannelKind.EMAIL) {
            checkMail(form, known, problems);
        } else {
            checkAddress(form, known, problems);
        }
    }

    private void checkAddress(AlertChannelForm form, @Nullable AlertChannel known, BindingResult problems) {
        String typed = AlertChannelForm.text(form.address());
        if (typed == null) {
            if (known == null) {
                problems.rejectValue("address", "pages.required");
            }
            return;
        }
        Optional<URI> address = Courier.address(typed);
        if (address.isEmpty()) {
            problems.rejectValue("address", "alerts.channel.address.invalid");
            return;
        }
        rules.check(Courier.origin(address.get()))
                .ifPresent(problem -> problems.rejectValue(
                        "address",
                        switch (problem) {
                            case NEVER -> "alerts.channel.address.never";
                            case PRIVATE -> "alerts.channel.address.private";
                            case PLAIN_HTTP -> "alerts.channel.address.plain";
                        }));
    }

    private static void checkMail(AlertChannelForm form, @Nullable AlertChannel known, BindingResult problems) {
        if (AlertChannelForm.text(form.host()) == null) {
            problems.rejectValue("host", "pages.required");
        }
        if (AlertChannelForm.text(form.sender()) == null) {
            problems.rejectValue("sender", "pages.required");
        }
        String port = AlertChannelForm.text(form.port());
        if (port != null && port.matches("[0-9]{1,6}") && Integer.parseInt(port) > MOST_PORT) {
            problems.rejectValue("port", "alerts.channel.port.invalid");
        }
        List<String> recipients = MailServer.split(form.recipients() == null ? "" : form.recipients());
        if (recipients.isEmpty() || recipients.stream().anyMatch(one -> !one.matches(AlertChannelForm.MAIL))) {
            problems.rejectValue("recipients", "alerts.channel.mail.invalid");
        }
        if (!problems.hasErrors()) {
            checkPassword(form, known, problems);
        }
    }

    /** A stored password goes to the server it was typed for only, even if nobody signs in there for now. */
    private static void checkPassword(AlertChannelForm form, @Nullable AlertChannel known, BindingResult problems) {
        boolean typed = AlertChannelForm.text(form.secret()) != null;
        AlertChannel keeper = known != null && known.hasSecret() && !form.dropsSecret() ? known : null;
        boolean signsIn = AlertChannelForm.text(form.user()) != null;
        if (signsIn && form.mailSecurity() == MailServer.Security.NONE) {
            problems.rejectValue("security", "alerts.channel.secret.clear");
        } else if (signsIn && !typed && keeper == null) {
            problems.rejectValue("secret", "alerts.channel.secret.missing");
        } else if (!typed && keeper != null && isMoved(keeper.getMail(), form.server())) {
            problems.rejectValue("secret", "alerts.channel.secret.again");
        }
    }

    private static boolean isMoved(@Nullable MailServer before, MailServer now) {
        return before != null && (!before.host().equals(now.host()) || before.port() != now.port());
    }
}
