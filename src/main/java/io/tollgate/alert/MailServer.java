package io.tollgate.alert;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server takes an e-mail, and for whom it is.
 *
 * @param user to sign in as; absent: nobody signs in
 * @param recipients addresses with commas between
 */
@Embeddable
public record MailServer(
        @Column(name = "mail_host") String host,
        @Column(name = "mail_port") int port,

        @Enumerated(EnumType.STRING) @Column(name = "mail_security", columnDefinition = "varchar(10)")
        Security security,

        @Column(name = "mail_user") @Nullable String user,
        @Column(name = "mail_sender") String sender,
        @Column(name = "mail_recipients", length = 4_000) String recipients) {

    /** How the connection is encrypted. */
    public enum Security {
        /** Not at all: no password is sent. */
        NONE,
        /** After a greeting in the clear; no mail is sent where the server cannot. */
        STARTTLS,
        /** From the first byte on. */
        TLS;

        /** How it is called in settings files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Security> find(String id) {
            return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
        }

        /** The port that servers usually have. */
        public int usualPort() {
            return switch (this) {
                case NONE -> 25;
                case STARTTLS -> 587;
                case TLS -> 465;
            };
        }
    }

    /** Whom it is for. */
    public List<String> recipientList() {
        return split(recipients);
    }

    /** Addresses as people write them: with commas, semicolons or line breaks between. */
    public static List<String> split(String typed) {
        return Arrays.stream(typed.split("[,;\\s]+"))
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
    }
}
