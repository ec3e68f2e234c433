package io.tollgate.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where alerts can be said. */
public enum ChannelKind {
    /** JSON to any address, signed in the form of Standard Webhooks. */
    WEBHOOK,
    /** E-mail by SMTP. */
    EMAIL,
    /** A custom bot of a group in Feishu, or Lark. */
    FEISHU,
    /** A custom robot of a group in DingTalk. */
    DINGTALK,
    /** A robot of a group in WeCom. */
    WECOM;

    /** How it is called in addresses and settings files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ChannelKind> find(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    /** Whether messages can be signed, or the sender shows a password. */
    public boolean hasSecret() {
        return this != WECOM;
    }
}
