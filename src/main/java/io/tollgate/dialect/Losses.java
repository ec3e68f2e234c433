package io.tollgate.dialect;

import io.tollgate.chat.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a conversion between dialects could not carry and left out; things without which the meaning stays. */
public final class Losses {

    private static final int MOST = 20;
    private static final int LONGEST = 60;

    private final List<String> names = new ArrayList<>();

    /** @param name the parameter, as the client's dialect or OpenAI's names it, e.g. {@code seed} */
    public void dropped(String name) {
        if (names.size() < MOST && !names.contains(name)) {
            names.add(name);
        }
    }

    /** That a tool failed, where only its words can be carried. */
    void droppedFailure(Content.ToolResult result) {
        if (result.failed()) {
            dropped("is_error");
        }
    }

    /** Everything a request holds but what is known. */
    void droppedBut(Set<String> known, ObjectNode request) {
        for (String name : request.propertyNames()) {
            if (!known.contains(name) && !request.path(name).isNull()) {
                dropped(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
            }
        }
    }

    public List<String> names() {
        return names;
    }
}
