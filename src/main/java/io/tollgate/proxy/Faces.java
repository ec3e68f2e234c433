package io.tollgate.proxy;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.Intake;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.OpenAiRequests;
import jakarta.servlet.http.HttpServletRequest;

/** The dialects clients speak, and where. */
record Faces(ClientDialect chat) {

    static Faces of(Intake intake) {
        OpenAiRequests requests = new OpenAiRequests(intake);
        return new Faces(new OpenAiClientDialect(requests));
    }

    /** OpenAI's dialect for one of its operations. */
    ClientDialect openAi(Operation operation) {
        return chat;
    }

    /** Whether Gemini is spoken at a path. */
    static boolean isGemini(String path) {
        return path.startsWith("/v1beta/") || path.startsWith("/v1/models/") && path.indexOf(':') > 0;
    }

    /** What is spoken at a path. */
    ClientDialect at(String path, HttpServletRequest request) {
        return chat;
    }
}
