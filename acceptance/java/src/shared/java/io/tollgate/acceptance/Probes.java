package io.tollgate.acceptance;

import java.util.Objects;

/** What the probes of all Java clients have in common: where the gateway is, and how a probe's outcome is told. */
final class Probes {

    static final String GATEWAY = System.getenv("GATEWAY");
    static final String KEY = System.getenv("CLIENT_KEY");

    /** The models, one for each dialect that providers speak. */
    static final String[] MODELS = {"gpt-4o", "claude", "gemini", "replies", "llama"};

    private Probes() {}

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
