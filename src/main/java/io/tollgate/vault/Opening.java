package io.tollgate.vault;

/** What came of loading a key at start. */
sealed interface Opening<K> {

    /** The key fits the database. */
    record Ready<K>(K key) implements Opening<K> {}

    /** It is missing, unreadable or another one; the reason says what to do. */
    record Refused<K>(String reason) implements Opening<K> {}
}
