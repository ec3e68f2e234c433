package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageCsvTests {

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@x", "\tx", "＝1", "＋1", "－1", "＠x"})
    void textsThatBeginLikeFormulasAreTexts(String text) {
        assertThat(UsageCsv.cell(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\rx", "\nx"})
    void soAreThoseThatBeginWithALine(String text) {
        assertThat(UsageCsv.cell(text)).isEqualTo("\"'" + text + "\"");
    }
}
