"""The server that the benchmark of the results page measures: the real one, and one address more."""
