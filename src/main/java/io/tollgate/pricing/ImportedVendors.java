package io.tollgate.pricing;

import java.util.Locale;
import java.util.Map;

/** What a vendor is called here, where the lists of others call it something else. */
final class ImportedVendors {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("aws", "bedrock"),
            Map.entry("amazon-bedrock", "bedrock"),
            Map.entry("bedrock_converse", "bedrock"),
            Map.entry("google", "gemini"),
            Map.entry("vertex_ai-language-models", "gemini"),
            Map.entry("google-vertex", "gemini"),
            Map.entry("moonshotai", "moonshot"),
            Map.entry("x-ai", "xai"),
            Map.entry("zhipuai", "zhipu"),
            Map.entry("dashscope", "qwen"),
            Map.entry("alibaba", "qwen"),
            Map.entry("alibaba-cn", "qwen-cn"),
            Map.entry("together_ai", "together"),
            Map.entry("togetherai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("fireworks-ai", "fireworks"),
            Map.entry("cohere_chat", "cohere"),
            Map.entry("voyage", "voyageai"),
            Map.entry("text-completion-openai", "openai"));

    private static final int LONGEST = 60;

    private ImportedVendors() {}

    /** The vendor's name here; a vendor that is not known keeps its own. */
    static String here(String theirs) {
        String name = theirs.toLowerCase(Locale.ROOT);
        if (name.isBlank() || name.length() > LONGEST) {
            throw new PriceException("A vendor has between 1 and " + LONGEST + " characters");
        }
        return NAMES.getOrDefault(name, name);
    }
}
