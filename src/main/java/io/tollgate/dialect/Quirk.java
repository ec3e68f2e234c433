package io.tollgate.dialect;

/** How a provider differs from the dialect it speaks. */
public enum Quirk {
    /** Wants {@code max_tokens}, where OpenAI has {@code max_completion_tokens}. */
    MAX_TOKENS,
    /** Does not know {@code stream_options}. */
    NO_STREAM_OPTIONS,
    /** Has no Responses API. */
    NO_RESPONSES,
    /** Embeds to floats only. */
    FLOAT_EMBEDDINGS,
    /** Knows {@code response_format} of type {@code json_object} only. */
    NO_JSON_SCHEMA,
    /** Takes images as data only, not by their address. */
    NO_IMAGE_URLS,
    /** Wants {@code reasoning_content} of earlier answers back. */
    REASONING_CONTENT_BACK
}
