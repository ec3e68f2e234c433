package io.tollgate.manifest;

/**
 * One thing that is wrong in a settings file.
 *
 * @param message what is wrong and how to put it right; never holds a value from the file, which may be a secret
 */
record Problem(Spot at, String message) {

    @Override
    public String toString() {
        return at + ": " + message;
    }
}
