package io.tollgate.alert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The language in which a channel is spoken to. */
public enum Tongue {
    EN(Locale.ENGLISH),
    ZH(Locale.SIMPLIFIED_CHINESE);

    private final Locale locale;

    Tongue(Locale locale) {
        this.locale = locale;
    }

    Locale locale() {
        return locale;
    }

    /** How it is called in settings files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tongue> find(String id) {
        return Arrays.stream(values()).filter(one -> one.id().equals(id)).findFirst();
    }
}
