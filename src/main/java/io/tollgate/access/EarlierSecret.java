package io.tollgate.access;

import java.time.Instant;

/**
 * What a virtual key was before a rotation.
 *
 * @param hash the keyed hash in hex
 * @param until when it ends
 */
public record EarlierSecret(String hash, Instant until) {

    static EarlierSecret parse(String line) {
        int space = line.indexOf(' ');
        return new EarlierSecret(line.substring(0, space), Instant.parse(line.substring(space + 1)));
    }

    String line() {
        return hash + " " + until;
    }
}
