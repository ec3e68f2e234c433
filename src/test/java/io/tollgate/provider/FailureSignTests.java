package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What vendors say, and what it means. */
class FailureSignTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | context_length_exceeded | This model's maximum context length is 8192 tokens | LENGTH",
                "400 | invalid_request_error | prompt is too long: 210000 tokens > 200000 maximum | LENGTH",
                "400 | invalid_request_error | input length and `max_tokens` exceed context limit: 1 + 2 > 3 | LENGTH",
                "400 | x | The input token count (1200000) exceeds the maximum number of tokens allowed | LENGTH",
                "400 | x | Input is too long for requested model. | LENGTH",
                "400 | x | Range of input length should be [1, 30720] | LENGTH",
                "400 | x | Invalid request: Your request exceeded model token limit: 8192 | LENGTH",
                "400 | x | This model's maximum prompt length is 131072 but the request contains 1 | LENGTH",
                "400 | exceed_context_size_error | the request exceeds the available context size | LENGTH",
                "413 | x | Request too large | OTHER",
                "400 | content_filter | The response was filtered | CONTENT",
                "400 | content_policy_violation | Your request was rejected | CONTENT",
                "400 | data_inspection_failed | Input data may contain inappropriate content | CONTENT",
                "403 | x | Your chosen model requires moderation and your input was flagged | CONTENT",
                "403 | x | Content violates usage guidelines | CONTENT",
                "429 | insufficient_quota | You exceeded your current quota | CREDIT",
                "400 | x | Your credit balance is too low to access the Anthropic API | CREDIT",
                "402 | x | Insufficient Balance | CREDIT",
                "429 | exceeded_current_quota_error | Your account is suspended | CREDIT",
                "429 | 1113 | 余额不足或无可用资源包 | CREDIT",
                "400 | Arrearage | Access denied | CREDIT",
                "403 | AccountOverdueError | The account has an overdue balance | CREDIT",
                "400 | billing_hard_limit_reached | Billing hard limit has been reached | CREDIT",
                "400 | x | Invalid value: 'your credit balance is too low' | OTHER",
                "401 | invalid_api_key | Incorrect API key provided | CREDENTIAL",
                "403 | unsupported_country_region_territory | Country not supported | CREDENTIAL",
                "403 | model_not_found | Project does not have access to model `gpt-5` | MODEL",
                "404 | model_not_found | The model `gpt-9` does not exist | MODEL",
                "404 | DeploymentNotFound | The API deployment does not exist | MODEL",
                "404 | not_found_error | model: claude-9 | MODEL",
                "404 | x | Not found | OTHER",
                "429 | rate_limit_exceeded | You exceeded your current quota, please check your plan | OTHER",
                "500 | x | The model failed | OTHER"
            })
    void tellsWhatARefusalIsAbout(int status, String code, String message, FailureSign expected) {
        assertThat(FailureSign.of(status, code, "", message, "{}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'<html>Blocked</html>', OTHER", "'{\"error\":{}}', CREDENTIAL", "'', CREDENTIAL"})
    void takesNoPageForTheProvidersWord(String body, FailureSign expected) {
        assertThat(FailureSign.of(403, "", "", "", body)).isEqualTo(expected);
    }
}
