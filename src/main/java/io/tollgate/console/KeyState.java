package io.tollgate.console;

import io.tollgate.access.VirtualKey;
import java.time.Instant;

/** Whether a virtual key works, and if not, why. */
enum KeyState {
    ACTIVE("bg-green-lt", "bi-check-circle"),
    DISABLED("bg-secondary-lt", "bi-pause-circle"),
    EXPIRED("bg-orange-lt", "bi-hourglass-bottom"),
    REVOKED("bg-red-lt", "bi-x-octagon");

    private final String colour;
    private final String icon;

    KeyState(String colour, String icon) {
        this.colour = colour;
        this.icon = icon;
    }

    static KeyState of(VirtualKey key, Instant now) {
        Instant end = key.getExpiresAt();
        if (key.getRevokedAt() != null) {
            return REVOKED;
        }
        if (end != null && !now.isBefore(end)) {
            return EXPIRED;
        }
        return key.isDisabled() ? DISABLED : ACTIVE;
    }

    public String colour() {
        return colour;
    }

    public String icon() {
        return icon;
    }
}
