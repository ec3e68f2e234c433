package io.tollgate.proxy;

import io.tollgate.dialect.DialectException;
import io.tollgate.routing.RoutingTable.Served;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The models a key may use, in OpenAI's shape. */
final class ModelsEndpoint {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    void list(Call call) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (Served model : call.catalog().models().models()) {
            if (call.caller().mayUse(model.name())) {
                data.add(shape(model));
            }
        }
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }

    /** One model; its name stands in the path as it is or encoded, and may hold slashes. */
    void one(Call call) throws IOException, DialectException {
        String name = call.tail();
        Served model = call.catalog().models().model(name);
        if (model == null || !call.caller().mayUse(model.name())) {
            throw new DialectException(ProxyErrors.modelNotFound(name));
        }
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(shape(model)));
    }

    private static ObjectNode shape(Served model) {
        return MAPPER.createObjectNode()
                .put("id", model.name())
                .put("object", "model")
                .put("created", model.created())
                .put("owned_by", "tollgate");
    }
}
