package io.tollgate.manifest;

import io.tollgate.access.KeyText;
import io.tollgate.manifest.Declaration.DeclaredKey;
import io.tollgate.provider.AddressRange;
import io.tollgate.vault.Secret;
import java.util.List;

/** Reads declared virtual keys. */
final class KeyReader {

    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_LIST = 8000;
    private static final int LONGEST_ADDRESSES = 2000;

    private final SecretReader secrets;

    KeyReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    DeclaredKey read(Section section) {
        section.only(LimitReader.with(
                "name",
                "team",
                "secret",
                "secret-file",
                "models",
                "expires",
                "metrics",
                "may-choose",
                "budget",
                "addresses",
                "disabled"));
        return new DeclaredKey(
                section.spot(),
                section.name(),
                section.disabled(),
                section.require("team").string(),
                secret(section),
                models(section),
                section.find("metrics").map(Scalar::bool).orElse(false),
                section.find("may-choose").map(Scalar::bool).orElse(true),
                section.find("expires").map(Scalar::instant).orElse(null),
                LimitReader.limits(section),
                LimitReader.budget(section),
                addresses(section));
    }

    private static List<String> addresses(Section section) {
        List<String> ranges =
                section.scalars("addresses").stream().map(KeyReader::address).toList();
        if (String.join("\n", ranges).length() > LONGEST_ADDRESSES) {
            throw section.spot("addresses").error("is longer than " + LONGEST_ADDRESSES + " characters in all");
        }
        return ranges;
    }

    private static String address(Scalar value) {
        try {
            AddressRange.parse(value.string());
            return value.string().strip();
        } catch (IllegalArgumentException e) {
            throw value.at().error("must be an address range such as 10.0.0.0/8");
        }
    }

    private Secret secret(Section section) {
        Secret secret = secrets.read(section);
        if (KeyText.isDamaged(secret.reveal())) {
            throw section.spot(section.has("secret") ? "secret" : "secret-file")
                    .error("begins with tg_ but is no complete key of this gateway: copy it again, or choose another");
        }
        return secret;
    }

    private static List<String> models(Section section) {
        if (!section.has("models")) {
            return List.of("*");
        }
        List<String> models = section.scalars("models").stream()
                .map(value -> value.name(LONGEST_MODEL))
                .toList();
        if (models.isEmpty()) {
            throw section.spot("models").error("is empty: name the models the key may use, or write [\"*\"] for all");
        }
        if (String.join("\n", models).length() > LONGEST_LIST) {
            throw section.spot("models").error("is longer than " + LONGEST_LIST + " characters in all");
        }
        return models;
    }
}
