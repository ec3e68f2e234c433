package io.tollgate.dialect;

import tools.jackson.databind.JsonNode;

/** Refuses half a surrogate pair: JSON can write it, but readers differ in what they make of it. */
final class Surrogates {

    private Surrogates() {}

    static void require(char[] text, int from, int to) throws DialectException {
        for (int i = from; i < to; i++) {
            if (Character.isSurrogate(text[i])) {
                if (i + 1 >= to || !Character.isSurrogatePair(text[i], text[i + 1])) {
                    throw JsonRequestReader.wrong(
                            null, "The request body holds half a surrogate pair, which is no text.");
                }
                i++;
            }
        }
    }

    /** Requires whole pairs in all names and texts of a tree. */
    static void require(JsonNode tree) throws DialectException {
        if (tree.isString()) {
            require(tree.stringValue());
        }
        for (String name : tree.propertyNames()) {
            require(name);
        }
        for (JsonNode part : tree) {
            require(part);
        }
    }

    private static void require(String text) throws DialectException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                char[] all = text.toCharArray();
                require(all, i, all.length);
                return;
            }
        }
    }
}
