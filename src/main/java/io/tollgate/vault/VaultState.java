package io.tollgate.vault;

/** Whether credentials can be read: all keys fit the database, or something is missing and nothing is touched. */
public sealed interface VaultState {

    /** New ciphertexts carry this key id. */
    record Open(String keyId) implements VaultState {}

    /** The reason says what is wrong and what to do, without any secret in it. */
    record Sealed(String reason) implements VaultState {}
}
