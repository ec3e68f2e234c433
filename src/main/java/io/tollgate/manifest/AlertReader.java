package io.tollgate.manifest;

import io.tollgate.alert.ChannelKind;
import io.tollgate.alert.MailServer;
import io.tollgate.alert.Rule;
import io.tollgate.alert.Tongue;
import io.tollgate.manifest.Declaration.DeclaredAlerts;
import io.tollgate.manifest.Declaration.DeclaredChannel;
import io.tollgate.manifest.Declaration.DeclaredRule;
import io.tollgate.manifest.Declaration.Mention;
import io.tollgate.provider.Courier;
import io.tollgate.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads declared channels and rules of alerts. */
final class AlertReader {

    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_RECIPIENTS = 4_000;
    private static final int MOST_PORT = 65_535;
    private static final String MAIL = "[^\\s@<>,;\"\\\\()\\[\\]:]+@[A-Za-z0-9.-]+";

    private final SecretReader secrets;

    AlertReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    DeclaredAlerts read(Section section) {
        section.only("channels", "rules");
        return new DeclaredAlerts(
                section.declarations("channels", this::channel), section.declarations("rules", AlertReader::rule));
    }

    private DeclaredChannel channel(Section section) {
        Scalar word = section.require("kind");
        ChannelKind kind = known(word, ChannelKind.values(), ChannelKind::id);
        Tongue tongue = section.find("language")
                .map(value -> known(value, Tongue.values(), Tongue::id))
                .orElse(Tongue.EN);
        if (kind == ChannelKind.EMAIL) {
            section.only(
                    "name",
                    "kind",
                    "language",
                    "disabled",
                    "host",
                    "port",
                    "security",
                    "user",
                    "secret",
                    "secret-file",
                    "from",
                    "to");
        } else {
            section.only("name", "kind", "language", "disabled", "url", "url-file", "secret", "secret-file");
        }
        Secret secret = secret(section);
        return new DeclaredChannel(
                section.spot(),
                section.name(),
                section.disabled(),
                kind,
                tongue,
                kind == ChannelKind.EMAIL ? null : address(section),
                kind == ChannelKind.EMAIL ? mail(section, secret) : null,
                secret);
    }

    private @Nullable Secret secret(Section section) {
        return section.has("secret") || section.has("secret-file") ? secrets.read(section) : null;
    }

    private URI address(Section section) {
        boolean inFile = section.has("url-file");
        if (inFile && section.has("url")) {
            throw section.spot("url-file").error("goes not with url: keep one of them");
        }
        Scalar value = inFile ? section.require("url-file") : section.require("url");
        String text =
                inFile ? new Scalar(value.at(), secrets.content(value).strip(), true, true).secret() : value.secret();
        return Courier.address(text)
                .orElseThrow(() -> value.at().error("must be an address that begins with https:// or http://"));
    }

    private static MailServer mail(Section section, @Nullable Secret secret) {
        MailServer.Security security = section.find("security")
                .map(value -> known(value, MailServer.Security.values(), MailServer.Security::id))
                .orElse(MailServer.Security.STARTTLS);
        String user =
                section.find("user").map(value -> value.name(LONGEST_TEXT)).orElse(null);
        if (user != null && security == MailServer.Security.NONE) {
            throw section.spot("user").error("needs security: starttls or tls, since a password is sent with it");
        }
        if ((user == null) != (secret == null)) {
            throw section.spot(user == null ? "secret" : "user").error("goes only together: user and secret");
        }
        return new MailServer(
                section.require("host").name(255),
                section.find("port").map(AlertReader::port).orElse(security.usualPort()),
                security,
                user,
                mailAddress(section.require("from")),
                recipients(section));
    }

    private static int port(Scalar value) {
        int port = value.whole(1);
        if (port > MOST_PORT) {
            throw value.at().error("must be at most " + MOST_PORT);
        }
        return port;
    }

    private static String recipients(Section section) {
        List<Scalar> all = section.scalars("to");
        if (all.isEmpty()) {
            throw section.spot("to").error("is missing: name the mail addresses that are told");
        }
        String joined = all.stream().map(AlertReader::mailAddress).collect(Collectors.joining(","));
        if (joined.length() > LONGEST_RECIPIENTS) {
            throw section.spot("to").error("is longer than " + LONGEST_RECIPIENTS + " characters in all");
        }
        return joined;
    }

    private static String mailAddress(Scalar value) {
        String address = value.name(LONGEST_TEXT);
        if (!address.matches(MAIL)) {
            throw value.at().error("must be a mail address such as ops@example.com");
        }
        return address;
    }

    private static DeclaredRule rule(Section section) {
        section.only("name", "disabled", "threshold", "window", "least", "repeat", "channels");
        Rule rule = known(section.require("name"), Rule.values(), Rule::id);
        Rule.Numbers usual = rule.usual();
        Rule.Numbers numbers = new Rule.Numbers(
                number(section, "threshold", usual.threshold(), rule.mostThreshold()),
                minutes(section, usual.windowMinutes()),
                number(section, "least", usual.least(), Integer.MAX_VALUE),
                section.find("repeat").map(AlertReader::repeat).orElse(usual.repeatMinutes()));
        return new DeclaredRule(section.spot(), section.disabled(), rule, numbers, channels(section));
    }

    private static int number(Section section, String key, int usual, int most) {
        Optional<Scalar> value = section.find(key);
        if (value.isEmpty()) {
            return usual;
        }
        requireUsed(value.get(), usual);
        int number = value.get().whole(1);
        if (number > most) {
            throw value.get().at().error("must be at most " + most);
        }
        return number;
    }

    private static int minutes(Section section, int usual) {
        Optional<Scalar> value = section.find("window");
        value.ifPresent(given -> requireUsed(given, usual));
        return value.map(AlertReader::wholeMinutes).orElse(usual);
    }

    private static void requireUsed(Scalar value, int usual) {
        if (usual == 0) {
            throw value.at().error("says nothing for this rule: remove it");
        }
    }

    private static int repeat(Scalar value) {
        return value.text().equals("never") ? 0 : wholeMinutes(value);
    }

    private static int wholeMinutes(Scalar value) {
        Duration duration = value.duration();
        if (duration.toMinutes() < 1 || duration.toSecondsPart() != 0 || duration.toMillisPart() != 0) {
            throw value.at().error("must be whole minutes, such as 10m or 4h");
        }
        return Math.toIntExact(duration.toMinutes());
    }

    private static @Nullable List<Mention> channels(Section section) {
        if (!section.has("channels")) {
            return null;
        }
        List<Scalar> named = section.scalars("channels");
        if (named.size() > Rule.MOST_CHANNELS) {
            throw section.spot("channels")
                    .error("names more than " + Rule.MOST_CHANNELS
                            + " channels: remove some, or leave it out to tell all");
        }
        return named.stream()
                .map(value -> new Mention(value.at(), value.name(LONGEST_TEXT)))
                .toList();
    }

    private static <E extends Enum<E>> E known(Scalar value, E[] all, Function<E, String> id) {
        return Arrays.stream(all)
                .filter(one -> id.apply(one).equals(value.string()))
                .findFirst()
                .orElseThrow(() -> value.at()
                        .error("is not known; known are: "
                                + Arrays.stream(all).map(id).collect(Collectors.joining(", "))));
    }
}
