package io.tollgate.manifest;

import io.tollgate.access.KeyText;
import io.tollgate.manifest.Declaration.DeclaredKey;
import io.tollgate.vault.Secret;
import java.util.List;

/** Reads declared virtual keys. */
final class KeyReader {

    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_LIST = 8000;

    private final SecretReader secrets;

    KeyReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    DeclaredKey read(Section section) {
        section.unlimited().only("name", "team", "secret", "secret-file", "models", "expires", "metrics", "disabled");
        return new DeclaredKey(
                section.spot(),
                section.name(),
                section.disabled(),
                section.require("team").string(),
                secret(section),
                models(section),
                section.find("metrics").map(Scalar::bool).orElse(false),
                section.find("expires").map(Scalar::instant).orElse(null));
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
