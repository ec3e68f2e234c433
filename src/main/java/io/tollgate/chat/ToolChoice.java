package io.tollgate.chat;

import java.util.List;

/** Whether and which tools are called. */
public sealed interface ToolChoice {

    /** As the model likes. */
    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** At least one, whichever. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}

    /** Some of those defined. */
    record Among(boolean required, List<String> names) implements ToolChoice {}
}
