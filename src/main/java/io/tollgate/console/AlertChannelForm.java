package io.tollgate.console;

import io.tollgate.alert.AlertChannel;
import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.MailServer;
import io.tollgate.alert.Tongue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is typed.
 *
 * @param address empty to keep the one that is stored
 * @param secret empty to keep the one that is stored
 * @param dropSecret whether the stored secret goes
 */
record AlertChannelForm(
        @NotBlank(message = "{pages.required}")
        @Size(max = 100)
        @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String name,

        String kind,
        String language,

        @Nullable @Size(max = AlertChannel.LONGEST) String address,

        @Nullable
        @Size(max = AlertChannel.LONGEST)
        @Pattern(regexp = CredentialForm.SECRET, message = "{alerts.channel.secret.invalid}")
        String secret,

        @Nullable Boolean dropSecret,

        @Nullable @Size(max = 255) @Pattern(regexp = HOST, message = "{alerts.channel.host.invalid}")
        String host,

        @Nullable @Pattern(regexp = PORT, message = "{alerts.channel.port.invalid}")
        String port,

        String security,

        @Nullable @Size(max = 300) @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
        String user,

        @Nullable @Size(max = 300) @Pattern(regexp = MAIL, message = "{alerts.channel.mail.invalid}")
        String sender,

        @Nullable @Size(max = 4_000) String recipients) {

    private static final String HOST = "\\s*([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])?\\s*";
    private static final String PORT = "\\s*([1-9][0-9]{0,4})?\\s*";
    static final String MAIL = "\\s*([^\\s@<>,;\"\\\\()\\[\\]:]+@[A-Za-z0-9.-]+)?\\s*";

    AlertChannelForm {
        name = Objects.requireNonNullElse(name, "");
        kind = Objects.requireNonNullElse(kind, ChannelKind.WEBHOOK.id());
        language = Objects.requireNonNullElse(language, Tongue.EN.id());
        security = Objects.requireNonNullElse(security, MailServer.Security.STARTTLS.id());
    }

    static AlertChannelForm blank(ChannelKind kind, Tongue tongue) {
        return new AlertChannelForm("", kind.id(), tongue.id(), "", "", false, "", "587", "starttls", "", "", "");
    }

    static AlertChannelForm of(AlertChannel channel) {
        MailServer mail = channel.getMail();
        return new AlertChannelForm(
                channel.getName(),
                channel.getKind().id(),
                channel.getLanguage().id(),
                "",
                "",
                false,
                mail == null ? "" : mail.host(),
                mail == null ? "" : Integer.toString(mail.port()),
                mail == null ? "" : mail.security().id(),
                mail == null ? "" : mail.user(),
                mail == null ? "" : mail.sender(),
                mail == null ? "" : String.join("\n", mail.recipientList()));
    }

    public ChannelKind channelKind() {
        return ChannelKind.find(kind).orElse(ChannelKind.WEBHOOK);
    }

    Tongue tongue() {
        return Tongue.find(language).orElse(Tongue.EN);
    }

    boolean dropsSecret() {
        return Boolean.TRUE.equals(dropSecret);
    }

    MailServer.Security mailSecurity() {
        return MailServer.Security.find(security).orElse(MailServer.Security.STARTTLS);
    }

    /** The server; what is missing of it was found by then. */
    MailServer server() {
        String typedPort = text(port);
        return new MailServer(
                Objects.requireNonNullElse(text(host), ""),
                typedPort == null ? mailSecurity().usualPort() : Integer.parseInt(typedPort),
                mailSecurity(),
                text(user),
                Objects.requireNonNullElse(text(sender), ""),
                String.join(",", MailServer.split(Objects.requireNonNullElse(recipients, ""))));
    }

    static @Nullable String text(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    /** No secret, and no address: it may hold one. */
    @Override
    public String toString() {
        return "AlertChannelForm[" + name + "]";
    }
}
