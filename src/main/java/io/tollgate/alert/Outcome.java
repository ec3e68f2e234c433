package io.tollgate.alert;

/** What a channel made of a message. */
public sealed interface Outcome {

    /** It was taken. */
    record Sent() implements Outcome {}

    /**
     * It was not.
     *
     * @param detail why, for people; no secret of ours is in it, but it may be of the receiver's making
     * @param again whether it may be taken later
     */
    record Failed(String detail, boolean again) implements Outcome {}
}
