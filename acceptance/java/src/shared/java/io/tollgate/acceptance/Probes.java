package io.tollgate.acceptance;

import java.util.List;
import java.util.Objects;

/** What the probes of all Java clients have in common: where the gateway is, and how a probe's outcome is told. */
final class Probes {

    static final String GATEWAY = System.getenv("GATEWAY");
    static final String KEY = System.getenv("CLIENT_KEY");

    /** The models, one for each dialect that providers speak. */
    static final List<String> MODELS = List.of("gpt-4o", "claude", "gemini", "replies", "llama", "amazon");

    /** The model of a provider that keeps conversations, and knows texts only. */
    static final String TALK = "talk";

    /** The models of MockServer, which says the same to every text, and must be asked again after each stream. */
    static final List<String> MOCKED = List.of("mock-gpt", "mock-claude", "mock-gemini", "mock-replies", "mock-llama");

    private static final String MOCK_GREETING = "Good day from MockServer.";

    private Probes() {}

    static boolean isMocked(String model) {
        return MOCKED.contains(model);
    }

    /** How often a client has to try a call once more. */
    static int retries(String model) {
        return isMocked(model) ? 2 : 0;
    }

    /** What a model answers to "Good morning". */
    static String greeting(String model) {
        return isMocked(model) ? MOCK_GREETING : "Good day.";
    }

    /** What a model answers to "[counted]". */
    static String counted(String model) {
        return isMocked(model) ? MOCK_GREETING : "Größe 大きさ 🚦 in four chunks or more";
    }

    /** One thing that is tried; it throws when it does not hold. */
    @FunctionalInterface
    interface Probe {
        void run() throws Exception;
    }

    /** Runs a probe and prints "ok NAME" or "not ok NAME: REASON". */
    static void report(String name, Probe probe) {
        try {
            probe.run();
            System.out.println("ok " + name);
        } catch (Throwable thrown) {
            System.out.println("not ok " + name + ": " + String.valueOf(thrown).replace('\n', ' '));
        }
    }

    static void equal(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + " but was " + actual);
        }
    }

    /** The failure of the given kind that a call ends in. */
    static <T extends Throwable> T failure(Class<T> kind, Probe call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            if (kind.isInstance(thrown)) {
                return kind.cast(thrown);
            }
            throw new AssertionError("expected " + kind.getSimpleName() + " but was " + thrown, thrown);
        }
        throw new AssertionError("expected " + kind.getSimpleName() + " but the call succeeded");
    }
}
