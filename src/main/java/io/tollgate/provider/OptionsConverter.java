package io.tollgate.provider;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Keeps options as a JSON object in one column. */
@Converter
class OptionsConverter implements AttributeConverter<Map<String, String>, String> {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Map<String, String> options) {
        return options == null || options.isEmpty() ? null : MAPPER.writeValueAsString(options);
    }

    @Override
    public Map<String, String> convertToEntityAttribute(@Nullable String json) {
        Map<String, String> options = new LinkedHashMap<>();
        if (json != null) {
            MAPPER.readTree(json)
                    .properties()
                    .forEach(option ->
                            options.put(option.getKey(), option.getValue().asString("")));
        }
        return options;
    }
}
