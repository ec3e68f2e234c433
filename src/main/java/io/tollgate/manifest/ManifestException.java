package io.tollgate.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** Why the gateway does not start with the settings it was given. */
final class ManifestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    ManifestException(Problem problem) {
        this(new Reason.Invalid(List.of(problem)));
    }

    ManifestException(Reason reason) {
        super(reason.describe());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** What stands in the way. */
    sealed interface Reason {

        /** What is wrong, for people. */
        String describe();

        /** What to do about it. */
        String advise();

        /** The settings file says something that cannot be done. */
        record Invalid(List<Problem> problems) implements Reason {

            @Override
            public String describe() {
                return problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator()));
            }

            @Override
            public String advise() {
                return "Correct the settings file and start again; nothing of it was applied."
                        + " Inside { } and [ ], texts with ${...} need quotes.";
            }
        }

        /** The settings file cannot be read. */
        record Unreadable(String file, String why) implements Reason {

            @Override
            public String describe() {
                return "The settings file " + file + " " + why + ".";
            }

            @Override
            public String advise() {
                return "Correct tollgate.config (in the environment: TOLLGATE_CONFIG), or put the file there.";
            }
        }

        /** Demo mode is asked for where everybody could reach it. */
        record DemoExposed(String where) implements Reason {

            @Override
            public String describe() {
                return "Demo mode (tollgate.demo) was asked for " + where + ".";
            }

            @Override
            public String advise() {
                return "Demo mode listens on 127.0.0.1 only: turn tollgate.demo off, or start it by java -jar"
                        + " without server.address and TOLLGATE_ADDRESS.";
            }
        }
    }
}
