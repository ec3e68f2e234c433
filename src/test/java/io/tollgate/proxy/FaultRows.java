package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;

/**
 * How the rows of the fault table are asked and checked: the client's answer, the providers' calls, the ledger's row.
 */
abstract class FaultRows {

    /** As often as one deployment is called at most. */
    static final int MOST = 4;

    final Gateway gateway;

    FaultRows(Gateway gateway) {
        this.gateway = gateway;
    }

    final Gateway.Reply chat(String model) {
        return chat(model, false);
    }

    final Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}");
    }

    /** The request ends with an error; its row says so. Nobody else is called. */
    final Gateway.Reply fails(String model, int status, String code, Outcome outcome, int attempts) {
        return fails(model, false, status, code, outcome, attempts);
    }

    final Gateway.Reply fails(String model, boolean stream, int status, String code, Outcome outcome, int attempts) {
        Gateway.Reply reply = chat(model, stream);
        reply.isError(status, code);
        UsageRecord row = row(reply, attempts);
        assertThat(row.status()).isEqualTo(status);
        assertThat(row.errorCode()).isEqualTo(code);
        assertThat(row.outcome()).isEqualTo(outcome);
        assertThat(row.usage().outputTokens()).isZero();
        assertThat(BACKUP.received()).isEmpty();
        return reply;
    }

    /** The provider was called so often, and each time the gateway ended the call: it does not wait for the rest. */
    static void isCancelled(int calls) throws InterruptedException {
        assertThat(PRIMARY.received()).hasSize(calls);
        for (Received call : PRIMARY.received()) {
            assertThat(call.isClosedSoon()).isTrue();
        }
    }

    final void costsNothing(Gateway.Reply reply) {
        assertThat(reply.header("x-should-retry")).isNull();
        assertThat(gateway.record(reply).costNano()).isZero();
        assertThat(gateway.record(reply).usage().source()).isEqualTo(Usage.Source.NONE);
    }

    /** Each call may have been answered: what was sent is paid for, by an estimate. */
    final void costsWhatWasSent(Gateway.Reply reply, int attempts) {
        assertThat(reply.header("x-should-retry")).isEqualTo(attempts > 1 ? "false" : null);
        UsageRecord row = gateway.record(reply);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.usage().inputTokens()).isPositive();
        assertThat(row.costNano()).isEqualTo(row.usage().inputTokens() * 1_000).isPositive();
        assertThat(row.usage().inputTokens() % attempts).isZero();
    }

    final UsageRecord row(Gateway.Reply reply, int attempts) {
        UsageRecord row = gateway.record(reply);
        assertThat(row.attempts()).as(row.toString()).isEqualTo(attempts);
        return row;
    }

    /** Another provider answers at once. */
    final Gateway.Reply isAnsweredByAnother(String model) {
        Gateway.Reply reply = chat(model);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().at("/choices/0/message/content").asString()).isEqualTo("Hello");
        UsageRecord row = row(reply, 2);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.PROVIDER);
        assertThat(row.usage().outputTokens()).isEqualTo(2);
        assertThat(BACKUP.received()).hasSize(1);
        return reply;
    }
}
