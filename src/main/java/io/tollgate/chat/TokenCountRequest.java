package io.tollgate.chat;

/** A question how many tokens a conversation has. */
public record TokenCountRequest(ChatRequest chat) implements Asked {}
