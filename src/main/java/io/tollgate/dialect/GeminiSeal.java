package io.tollgate.dialect;

import io.tollgate.chat.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Seals as {@code thoughtSignature}s, which clients decode: those of other dialects are wrapped and then in Base64. */
final class GeminiSeal {

    /** {@code tollgate:} in Base64. */
    private static final String WRAPPED = "dG9sbGdhdGU6";

    private GeminiSeal() {}

    static String write(Seal seal) {
        return isOwn(seal)
                ? seal.value()
                : Base64.getEncoder().encodeToString(seal.wrapped().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what a client sent back; some write Base64 in its form for URLs. */
    static Seal read(String signature) {
        if (signature.startsWith(WRAPPED)) {
            try {
                byte[] text = Base64.getDecoder().decode(GeminiMedia.plainBase64(signature));
                return Seal.unwrap(new String(text, StandardCharsets.UTF_8), GeminiProviderDialect.NAME);
            } catch (IllegalArgumentException e) {
                return new Seal(GeminiProviderDialect.NAME, signature);
            }
        }
        return Seal.unwrap(signature, GeminiProviderDialect.NAME);
    }

    /** Whether Gemini made it. */
    static boolean isOwn(Seal seal) {
        return seal.dialect().equals(GeminiProviderDialect.NAME);
    }
}
