package io.tollgate.routing;

import java.util.List;

/** The candidates for one request, in the order they are tried. */
public record Route(List<Candidate> candidates) {}
