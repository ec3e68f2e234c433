package io.tollgate.routing;

import java.util.List;

/**
 * Everybody who may answer a request at one deployment, far beyond those that a route holds.
 *
 * @param model the name it answers under
 * @param fallback whether that is another model than was asked for
 * @param candidates one for each credential
 */
public record Roster(String model, boolean fallback, int priority, int weight, List<Candidate> candidates) {}
