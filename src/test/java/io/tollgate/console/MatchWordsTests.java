package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.pricing.ModelMatch;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.json.JsonMapper;

class MatchWordsTests {

    private final MatchWords words = new MatchWords(messages());

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasenames("messages-pages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @AfterEach
    void forget() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"equals": "gpt-4o"} | gpt-4o
            {"ends_with": "-free"} | names that end with -free
            {"regex": "^o[13]$"} | names that fit the expression ^o[13]$
            {"or": [{"equals": "a"}]} | a
            {"or": [{"equals": "a"}, {"equals": "b"}, {"contains": "c"}]} | a, or b, or names that contain c
            {"or": [{"equals": "a"}, {"and": [{"starts_with": "b"}, {"contains": "c"}]}]} \
            | a, or (names that begin with b, and names that contain c)
            """)
    void saysWhatNamesHaveToBeLike(String rule, String said) {
        LocaleContextHolder.setLocale(Locale.ENGLISH);

        assertThat(said(rule)).isEqualTo(said);
    }

    @Test
    void takesNamesAsTheyAre() {
        LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);

        assertThat(said("{\"starts_with\": \"it's {0}\"}")).isEqualTo("以 it's {0} 开头的名称");
        assertThat(words.of(null)).isEmpty();
    }

    private String said(String rule) {
        return words.of(ModelMatch.read(JsonMapper.builder().build().readTree(rule)));
    }
}
