package io.tollgate.proxy;

import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.Intake;
import io.tollgate.dialect.OpenAiClientDialect;
import io.tollgate.dialect.OpenAiRequests;

/** The dialects clients speak, and where. */
record Faces(ClientDialect openAi) {

    static Faces of(Intake intake) {
        return new Faces(new OpenAiClientDialect(new OpenAiRequests(intake)));
    }

    /** What is spoken at a path. */
    ClientDialect at(String path) {
        return openAi;
    }
}
