package io.tollgate.chat;

/** Where an image or a file is. */
public sealed interface Media {

    /** At an address the provider can read. */
    record Url(String url) implements Media {}

    /**
     * In the request itself.
     *
     * @param mediaType e.g. {@code image/png}
     */
    record Inline(String mediaType, String base64) implements Media {}

    /** With the provider, under an id it gave out. */
    record Stored(String dialect, String id) implements Media {}
}
