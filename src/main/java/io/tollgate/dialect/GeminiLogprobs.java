package io.tollgate.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Probabilities of tokens, between Gemini's {@code logprobsResult} and what OpenAI's answers hold. */
final class GeminiLogprobs {

    private GeminiLogprobs() {}

    /** The block an OpenAI answer would come to. */
    static ObjectNode toOpenAi(JsonNode result) {
        ObjectNode block = Json.object();
        ArrayNode content = block.putObject("logprobs").putArray("content");
        Iterator<JsonNode> top = result.path("topCandidates").iterator();
        for (JsonNode chosen : result.path("chosenCandidates")) {
            ObjectNode token = token(chosen);
            ArrayNode others = token.putArray("top_logprobs");
            if (top.hasNext()) {
                top.next().path("candidates").forEach(other -> others.add(token(other)));
            }
            content.add(token);
        }
        return block;
    }

    private static ObjectNode token(JsonNode candidate) {
        String text = candidate.path("token").asString("");
        ObjectNode token = Json.object()
                .put("token", text)
                .put("logprob", candidate.path("logProbability").asDouble(0));
        ArrayNode bytes = token.putArray("bytes");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(Byte.toUnsignedInt(one));
        }
        return token;
    }

    /** A candidate's {@code logprobsResult} of what an OpenAI answer holds. */
    static ObjectNode fromOpenAi(JsonNode logprobs) {
        ObjectNode result = Json.object();
        ArrayNode chosen = result.putArray("chosenCandidates");
        ArrayNode top = result.putArray("topCandidates");
        for (JsonNode token : logprobs.path("content")) {
            chosen.add(candidate(token));
            ArrayNode others = top.addObject().putArray("candidates");
            token.path("top_logprobs").forEach(other -> others.add(candidate(other)));
        }
        return result;
    }

    private static ObjectNode candidate(JsonNode token) {
        return Json.object()
                .put("token", token.path("token").asString(""))
                .put("logProbability", token.path("logprob").asDouble(0));
    }
}
