package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredCredential;
import io.tollgate.manifest.Declaration.DeclaredProvider;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Check;
import io.tollgate.provider.Network;
import io.tollgate.provider.Preset;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Timeouts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads declared providers, how they are reached, and their credentials. */
final class ProviderReader {

    private static final int LONGEST_URL = 500;

    private final SecretReader secrets;
    private final Presets presets;

    ProviderReader(SecretReader secrets, Presets presets) {
        this.secrets = secrets;
        this.presets = presets;
    }

    DeclaredProvider read(Section section) {
        section.only(LimitReader.with(
                "name",
                "dialect",
                "preset",
                "options",
                "base-url",
                "proxy",
                "ca-file",
                "timeouts",
                "tags",
                "check",
                "disabled",
                "credentials"));
        String name = section.name();
        Preset preset = preset(section);
        return new DeclaredProvider(
                section.spot(),
                name,
                section.disabled(),
                preset,
                options(section, preset),
                baseUrl(section, preset),
                network(section),
                LimitReader.limits(section),
                ChoosingReader.tags(section),
                section.section("check").map(ProviderReader::check).orElse(null),
                section.some("credentials").declarations("credentials", this::credential));
    }

    private DeclaredCredential credential(Section section) {
        section.only(LimitReader.with("name", "secret", "secret-file", "disabled"));
        return new DeclaredCredential(
                section.spot(), section.name(), section.disabled(), LimitReader.limits(section), secrets.read(section));
    }

    /** What kind of provider it is: a dialect is the plainest kind of those that speak it. */
    private Preset preset(Section section) {
        if (section.has("preset") && section.has("dialect")) {
            throw section.spot("preset").error("says what 'dialect' says: keep one of them");
        }
        Scalar kind = section.has("preset") ? section.require("preset") : section.require("dialect");
        return presets.find(kind.string())
                .orElseThrow(() -> kind.at().error("is not known; known are: " + String.join(", ", presets.ids())));
    }

    private static Map<String, String> options(Section section, Preset preset) {
        Map<String, String> options = new LinkedHashMap<>();
        section.section("options").ifPresent(set -> {
            String[] known = preset.options().stream().map(Preset.Option::name).toArray(String[]::new);
            set.only(known);
            for (String name : known) {
                set.find(name).ifPresent(value -> options.put(name, option(value)));
            }
        });
        return options;
    }

    private static String option(Scalar value) {
        if (!Preset.OPTION.matcher(value.string()).matches()) {
            throw value.at().error("holds characters an option must not hold, or is too long");
        }
        return value.string();
    }

    private static BaseUrl baseUrl(Section section, Preset preset) {
        if (section.has("preset") && !section.has("base-url") && preset.hasBaseUrl()) {
            return BaseUrl.parse(preset.baseUrl(), preset.version());
        }
        Scalar value = section.require("base-url");
        try {
            return BaseUrl.parse(value.name(LONGEST_URL), preset.version());
        } catch (BaseUrl.FlawedException e) {
            throw value.at().error("cannot be used: " + e.getMessage());
        }
    }

    private Network network(Section section) {
        return new Network(
                section.find("proxy").map(ProviderReader::proxy).orElse(null),
                section.find("ca-file").map(this::certificates).orElse(null),
                section.section("timeouts").map(ProviderReader::timeouts).orElse(Timeouts.DEFAULTS));
    }

    private static String proxy(Scalar value) {
        if (!Network.isProxy(value.string())) {
            throw value.at().error("must be http://host:port, without a user name");
        }
        return value.string();
    }

    private String certificates(Scalar path) {
        String pem = secrets.content(path).strip();
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
            int count = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .size();
            if (count > 0) {
                return pem;
            }
        } catch (CertificateException e) {
            throw path.at().error("names a file that holds no valid certificates in PEM");
        }
        throw path.at().error("names a file that holds no certificate");
    }

    private static Check check(Section section) {
        section.only("every", "path");
        Scalar every = section.require("every");
        if (every.duration().compareTo(Duration.ofSeconds(1)) < 0) {
            throw every.at().error("must be at least 1s");
        }
        return new Check(
                every.duration().truncatedTo(ChronoUnit.SECONDS),
                section.find("path").map(ProviderReader::path).orElse(null));
    }

    private static String path(Scalar value) {
        if (!Check.PATH.matcher(value.string()).matches()) {
            throw value.at().error("must begin with a slash and hold only letters, digits, slashes and . _ ~ -");
        }
        return value.string();
    }

    private static Timeouts timeouts(Section section) {
        section.only("connect", "first-byte", "idle", "total");
        return new Timeouts(
                millis(section, "connect"),
                millis(section, "first-byte"),
                millis(section, "idle"),
                millis(section, "total"));
    }

    private static @Nullable Integer millis(Section section, String key) {
        Optional<Scalar> value = section.find(key);
        return value.isEmpty() ? null : Math.toIntExact(value.get().duration().toMillis());
    }
}
