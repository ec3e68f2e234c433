package io.tollgate.chat;

/** What a program asks for, in no dialect: what can be converted between wire formats. */
public sealed interface Asked permits ChatRequest, EmbeddingsRequest, TokenCountRequest {}
