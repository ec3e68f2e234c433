package io.tollgate.alert;

import io.tollgate.vault.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Says messages at channels of one kind. */
interface Sender {

    /**
     * Where a message goes, with what is secret of it readable.
     *
     * @param address absent for e-mail
     * @param secret to sign with, or a password
     */
    record Destination(
            AlertChannel channel,
            @Nullable URI address,
            @Nullable Secret secret) {

        /** The place only: an address may hold a token. */
        @Override
        public String toString() {
            return channel.getShown();
        }
    }

    ChannelKind kind();

    /** Sends once; the next try is somebody else's matter. */
    Outcome send(Destination to, Notice notice);
}
