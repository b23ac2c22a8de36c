"""Made-up content of any size for the benchmarks."""
