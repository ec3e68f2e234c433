package io.tollgate.console;

import io.tollgate.vault.Secret;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many keys of a provider, as they are pasted: one a line, alone or as {@code name,key}. What is wrong is told line by
 * line; nothing that was pasted is ever shown again.
 *
 * @param sound what can be added
 * @param flaws what cannot
 */
record CredentialImport(List<Named> sound, List<Flaw> flaws) {

    /** Most lines at a time. */
    static final int MOST = 10_000;

    private static final String HEAD = "name,key";

    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,4000}");
    private static final int LONGEST_NAME = 100;

    /** A key to be added. */
    record Named(String name, Secret secret) {}

    /**
     * A line that is left out.
     *
     * @param line from 1
     * @param problem the last part of a message's key
     */
    record Flaw(int line, String problem) implements Serializable {}

    /**
     * Reads what was pasted.
     *
     * @param names names that are in use; those that are given are added
     * @param known keys that are stored already
     */
    static CredentialImport read(String pasted, Set<String> names, Set<Secret> known) {
        Reading reading = new Reading(new HashSet<>(names), known);
        List<String> lines = pasted.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            reading.line(i + 1, lines.get(i).strip());
        }
        return new CredentialImport(reading.named(), List.copyOf(reading.flaws));
    }

    @Override
    public String toString() {
        return "CredentialImport[" + sound.size() + ", " + flaws + "]";
    }

    private static final class Reading {

        private final Set<String> names;
        private final Set<Secret> known;
        private final Set<Secret> secrets = new HashSet<>();
        private final List<Named> sound = new ArrayList<>();
        private final List<Flaw> flaws = new ArrayList<>();
        private int number;

        private Reading(Set<String> names, Set<Secret> known) {
            this.names = names;
            this.known = known;
        }

        private void line(int at, String line) {
            if (line.isEmpty() || line.startsWith("#") || line.equalsIgnoreCase(HEAD)) {
                return;
            }
            int comma = line.lastIndexOf(',');
            String name = comma < 0 ? "" : line.substring(0, comma).strip();
            String text = line.substring(comma + 1).strip();
            String problem = problem(name, text);
            if (problem != null) {
                flaws.add(new Flaw(at, problem));
            } else {
                add(at, name, Secret.of(text));
            }
        }

        private @Nullable String problem(String name, String text) {
            if (text.isEmpty()) {
                return "empty";
            }
            if (!SECRET.matcher(text).matches()) {
                return "secret";
            }
            if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                return "name";
            }
            return !name.isEmpty() && names.contains(name) ? "nameTaken" : null;
        }

        private void add(int at, String name, Secret secret) {
            if (!secrets.add(secret)) {
                flaws.add(new Flaw(at, "twice"));
            } else if (known.contains(secret)) {
                flaws.add(new Flaw(at, "known"));
            } else if (sound.size() >= MOST) {
                flaws.add(new Flaw(at, "many"));
            } else {
                names.add(name);
                sound.add(new Named(name, secret));
            }
        }

        /** Those without a name get one that nobody else has. */
        private List<Named> named() {
            return sound.stream()
                    .map(key -> key.name().isEmpty() ? new Named(next(), key.secret()) : key)
                    .toList();
        }

        private String next() {
            String name;
            do {
                name = String.format(Locale.ROOT, "key-%05d", ++number);
            } while (names.contains(name));
            return name;
        }
    }
}
