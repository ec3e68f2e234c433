package io.tollgate.dialect;

import java.util.ArrayList;
import java.util.List;

/** What a conversion between dialects could not carry and left out; things without which the meaning stays. */
public final class Losses {

    private static final int MOST = 20;

    private final List<String> names = new ArrayList<>();

    /** @param name the parameter, as the client's dialect or OpenAI's names it, e.g. {@code seed} */
    public void dropped(String name) {
        if (names.size() < MOST && !names.contains(name)) {
            names.add(name);
        }
    }

    public List<String> names() {
        return names;
    }
}
