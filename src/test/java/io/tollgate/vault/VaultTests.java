package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.vault.VaultException.Reason.BoundElsewhere;
import io.tollgate.vault.VaultException.Reason.Tampered;
import io.tollgate.vault.VaultException.Reason.UnknownKeyId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VaultTests {

    private static final String ORIGIN = "https://api.example.com:443";

    private final UUID provider = UUID.randomUUID();
    private final Vault vault = open(1);

    @Test
    void decryptsWhatItEncrypted() {
        String ciphertext = vault.encrypt(provider, ORIGIN, Secret.of("sk-\n密钥"));

        assertThat(vault.decrypt(provider, ORIGIN, ciphertext).reveal()).isEqualTo("sk-\n密钥");
        assertThat(ciphertext).matches("k[0-9a-f]{8}:[A-Za-z0-9+/]+=*");
        assertThat(vault.state()).isEqualTo(new VaultState.Open(ciphertext.substring(0, 9)));
    }

    @Test
    void encryptsTheSameSecretDifferentlyEachTime() {
        assertThat(vault.encrypt(provider, ORIGIN, Secret.of("sk-1")))
                .isNotEqualTo(vault.encrypt(provider, ORIGIN, Secret.of("sk-1")));
    }

    @Test
    void rejectsEveryChangedByte() {
        for (int round = 0; round < 50; round++) {
            String ciphertext = vault.encrypt(provider, ORIGIN, Secret.of("sk-" + "x".repeat(round)));
            for (int at = 0; at < ciphertext.length(); at++) {
                for (int flip : new int[] {1, 2, 4, 32}) {
                    byte[] bytes = ciphertext.getBytes(StandardCharsets.ISO_8859_1);
                    bytes[at] ^= (byte) flip;
                    String changed = new String(bytes, StandardCharsets.ISO_8859_1);
                    assertThat(rejection(changed))
                            .as("byte %d of %s", at, ciphertext)
                            .isInstanceOfAny(Tampered.class, UnknownKeyId.class);
                }
            }
        }
    }

    @Test
    void rejectsWhatIsCutOrNoCiphertext() {
        String ciphertext = vault.encrypt(provider, ORIGIN, Secret.of("sk-1"));

        for (int end = 0; end < ciphertext.length(); end++) {
            assertThat(rejection(ciphertext.substring(0, end))).isInstanceOfAny(Tampered.class, UnknownKeyId.class);
        }
        assertThat(rejection(ciphertext + "\n")).isInstanceOf(Tampered.class);
        assertThat(rejection("plain text")).isInstanceOf(Tampered.class);
    }

    @Test
    void rejectsACiphertextOfAnotherProviderOrOrigin() {
        UUID other = UUID.randomUUID();
        String mine = vault.encrypt(provider, ORIGIN, Secret.of("sk-1"));
        String theirs = vault.encrypt(other, "https://elsewhere.example.com", Secret.of("sk-2"));

        assertThat(rejection(provider, ORIGIN, theirs)).isInstanceOf(BoundElsewhere.class);
        assertThat(rejection(other, "https://elsewhere.example.com", mine)).isInstanceOf(BoundElsewhere.class);
        assertThat(rejection(provider, "https://elsewhere.example.com", mine)).isInstanceOf(BoundElsewhere.class);
        assertThat(rejection(provider, ORIGIN.substring(0, ORIGIN.length() - 1), mine))
                .isInstanceOf(BoundElsewhere.class);
    }

    @Test
    void takesNoOriginThatCouldHideTheSecretsBeginning() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vault.encrypt(provider, "https://a\nhttps://b", Secret.of("sk-1")));
    }

    @Test
    void namesTheKeyThatIsNotLoaded() {
        String ciphertext = open(2).encrypt(provider, ORIGIN, Secret.of("sk-1"));

        assertThat(rejection(ciphertext)).isEqualTo(new UnknownKeyId(ciphertext.substring(0, 9)));
    }

    @Test
    void saysNothingOfTheSecretWhenItRefuses() {
        String ciphertext = vault.encrypt(provider, ORIGIN, Secret.of("sk-canary"));

        VaultException refused = catchThrowableOfType(
                VaultException.class, () -> vault.decrypt(provider, "https://elsewhere.example.com", ciphertext));

        assertThat(refused).message().doesNotContain("canary").doesNotContain(ciphertext);
    }

    private VaultException.Reason rejection(String ciphertext) {
        return rejection(provider, ORIGIN, ciphertext);
    }

    private VaultException.Reason rejection(UUID id, String origin, String ciphertext) {
        return catchThrowableOfType(VaultException.class, () -> vault.decrypt(id, origin, ciphertext))
                .reason();
    }

    private static Vault open(int seed) {
        byte[] key = new byte[MasterKey.BYTES];
        key[0] = (byte) seed;
        return new Vault(new Opening.Ready<>(new MasterKey(key)), new Opening.Ready<>(key));
    }
}
