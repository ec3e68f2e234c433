package io.tollgate.dialect;

/** What a model's id says of what it takes beyond what all models of Bedrock take. */
record BedrockModel(String id) {

    boolean isAnthropic() {
        return id.contains("anthropic.") || id.contains("claude");
    }

    boolean isNova() {
        return id.contains("amazon.nova");
    }

    /** Whether it thinks as much as an effort in words says. */
    boolean takesEffort() {
        return id.contains("openai.gpt-oss");
    }

    /** Whether it knows marks of what may be cached. */
    boolean caches() {
        return isAnthropic() || isNova();
    }
}
