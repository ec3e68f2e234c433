package io.tollgate.alert;

import io.tollgate.alert.Sender.Destination;
import io.tollgate.provider.Courier;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts a message as JSON, and reads what the receiver made of it. */
@Component
class Post {

    private static final int OK = 200;
    private static final int MULTIPLE = 300;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int LONGEST = 200;

    private final Courier courier;
    private final AlertSettings settings;
    private final JsonMapper json = JsonMapper.builder().build();

    Post(Courier courier, AlertSettings settings) {
        this.courier = courier;
        this.settings = settings;
    }

    byte[] bytes(Object body) {
        return json.writeValueAsBytes(body);
    }

    /** Posts, and takes any status of success for one. */
    Outcome byStatus(Destination to, Map<String, String> headers, byte[] body) {
        return post(to, Objects.requireNonNull(to.address()), headers, body, _ -> new Outcome.Sent());
    }

    /** Posts, and has the JSON of the answer judged: a status of success says nothing yet. */
    Outcome byReply(Destination to, URI address, Object body, Function<JsonNode, Outcome> judge) {
        return post(to, address, Map.of(), bytes(body), text -> judged(text, judge));
    }

    private Outcome post(
            Destination to, URI address, Map<String, String> headers, byte[] body, Function<String, Outcome> judge) {
        boolean inFile = to.channel().isDeclared();
        return switch (courier.post(address, headers, body, inFile, settings.patience())) {
            case Courier.Answer.Failed(Courier.Trouble trouble) ->
                new Outcome.Failed(words(trouble), trouble != Courier.Trouble.REFUSED_ADDRESS);
            case Courier.Answer.Said(int status, String text) ->
                status >= OK && status < MULTIPLE ? judge.apply(text) : refused(status, text);
        };
    }

    private static String words(Courier.Trouble trouble) {
        return switch (trouble) {
            case REFUSED_ADDRESS ->
                "the address may not be called: it is a private or reserved one (see tollgate.provider.private-networks)";
            case UNKNOWN_HOST -> "the host name has no address";
            case TIMEOUT -> "no answer in time";
            case UNREACHABLE -> "no connection";
        };
    }

    private static Outcome refused(int status, String text) {
        boolean again = status >= SERVER || status == TOO_MANY || status == TIMEOUT;
        return new Outcome.Failed(("HTTP " + status + " " + Markup.PLAIN.harmless(text, LONGEST)).strip(), again);
    }

    private Outcome judged(String text, Function<JsonNode, Outcome> judge) {
        try {
            return judge.apply(json.readTree(text));
        } catch (JacksonException e) {
            return new Outcome.Failed("HTTP 200, but no JSON: " + Markup.PLAIN.harmless(text, LONGEST), false);
        }
    }

    /**
     * Judges an answer by a code in it, of which 0 is success.
     *
     * @param again whether a code other than 0 may be 0 the next time
     */
    static Outcome byCode(JsonNode reply, String code, String message, Function<Integer, Boolean> again) {
        JsonNode found = reply.path(code);
        if (found.isIntegralNumber() && found.asInt() == 0) {
            return new Outcome.Sent();
        }
        String said = Markup.PLAIN.harmless(reply.path(message).asString(""), LONGEST);
        String number = found.isIntegralNumber() ? Integer.toString(found.asInt()) : "none";
        return new Outcome.Failed((code + " " + number + ": " + said).strip(), again.apply(found.asInt(-1)));
    }
}
