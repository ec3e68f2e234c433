package io.tollgate.telemetry;

import io.tollgate.chat.Operation;

/** What OpenTelemetry's conventions for generative AI call things. */
public final class Conventions {

    public static final String OPERATION = "gen_ai.operation.name";
    public static final String PROVIDER = "gen_ai.provider.name";
    public static final String MODEL = "gen_ai.request.model";
    public static final String TOKEN_TYPE = "gen_ai.token.type";
    public static final String ERROR = "error.type";

    private Conventions() {}

    /** The value of {@link #OPERATION}; our own word where they have none. */
    public static String operation(Operation operation) {
        return switch (operation) {
            case CHAT, RESPONSES -> "chat";
            case COMPLETIONS -> "text_completion";
            case EMBEDDINGS -> "embeddings";
            case MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    IMAGE_VARIATIONS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    TOKEN_COUNT -> operation.label();
        };
    }

    /**
     * The value of {@link #PROVIDER}.
     *
     * @param preset id of the provider's kind, which is the value where they have no word
     */
    public static String provider(String preset) {
        return switch (preset) {
            case "openai", "responses" -> "openai";
            case "azure", "azure-v1" -> "azure.ai.openai";
            case "bedrock" -> "aws.bedrock";
            case "gemini" -> "gcp.gemini";
            case "mistral" -> "mistral_ai";
            case "moonshot" -> "moonshot_ai";
            case "xai" -> "x_ai";
            default -> preset;
        };
    }
}
