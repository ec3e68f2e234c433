package io.tollgate.usage;

import java.util.List;

/**
 * What was used, group by group.
 *
 * @param lines the dearest first; stretches of time in their order
 */
public record UsageAnswer(List<UsageLine> lines, UsageLine total) {}
