package io.tollgate.dialect;

import java.util.concurrent.ThreadLocalRandom;

/** Ids for answers and tool calls of providers that give none. */
final class CallIds {

    private CallIds() {}

    /** An id for a tool call, as OpenAI writes them. */
    static String fresh() {
        return fresh("call_");
    }

    static String fresh(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return prefix + hex(random.nextLong()) + hex(random.nextLong()).substring(0, 8);
    }

    private static String hex(long number) {
        return String.format("%016x", number);
    }
}
