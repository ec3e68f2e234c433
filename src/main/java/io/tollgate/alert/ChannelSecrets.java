package io.tollgate.alert;

import io.tollgate.provider.Courier;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes and reads what is secret of a channel. */
@Component
public class ChannelSecrets {

    /** Apart from each other, so that no stored value can stand in the place of another. */
    private static final String ADDRESS = "alert-address";

    private static final String SECRET = "alert-secret";
    private static final int LONGEST_SHOWN = 300;

    private final Vault vault;

    ChannelSecrets(Vault vault) {
        this.vault = vault;
    }

    /**
     * Makes a channel lead to an address.
     *
     * @throws io.tollgate.vault.VaultException when the vault is sealed
     */
    public void lead(AlertChannel channel, URI address) {
        String text = address.toString();
        channel.leadTo(
                encrypt(channel.getId(), ADDRESS, text),
                cut(Courier.origin(address).origin()));
    }

    /** Makes a channel lead to a server for e-mail. */
    public void lead(AlertChannel channel, MailServer server) {
        channel.leadTo(server, cut(server.host() + ":" + server.port()));
    }

    /**
     * Sets a channel's secret, or takes it away.
     *
     * @throws io.tollgate.vault.VaultException when the vault is sealed
     */
    public void seal(AlertChannel channel, @Nullable String secret) {
        channel.sealWith(secret == null ? null : encrypt(channel.getId(), SECRET, secret));
    }

    /** Takes all that is secret away from a channel that is not used any more. */
    public void forget(AlertChannel channel) {
        channel.forgetSecrets();
    }

    private String encrypt(UUID id, String use, String text) {
        return vault.encrypt(id, use, Secret.of(text));
    }

    /** The address; absent where messages go by e-mail. */
    @Nullable
    URI address(AlertChannel channel) {
        String ciphertext = channel.getAddressCiphertext();
        return ciphertext == null
                ? null
                : URI.create(vault.decrypt(channel.getId(), ADDRESS, ciphertext).reveal());
    }

    @Nullable
    Secret secret(AlertChannel channel) {
        String ciphertext = channel.getSecretCiphertext();
        return ciphertext == null ? null : vault.decrypt(channel.getId(), SECRET, ciphertext);
    }

    private static String cut(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text;
    }
}
