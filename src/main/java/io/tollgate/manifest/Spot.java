package io.tollgate.manifest;

/**
 * A place in a settings file.
 *
 * @param file the file as it was named
 * @param line from 1
 * @param key the path of keys down to the place, such as {@code keys[nightly].rpm}; empty for the file as a whole
 */
record Spot(String file, int line, String key) {

    /** The place of a key below this one. */
    Spot key(int keyLine, String name) {
        return new Spot(file, keyLine, key.isEmpty() ? name : key + "." + name);
    }

    /** The place of an element of the list at this place. */
    Spot element(int elementLine, String label) {
        return new Spot(file, elementLine, key + "[" + label + "]");
    }

    Problem problem(String message) {
        return new Problem(this, message);
    }

    ManifestException error(String message) {
        return new ManifestException(problem(message));
    }

    @Override
    public String toString() {
        return file + ", line " + line + (key.isEmpty() ? "" : ", " + key);
    }
}
