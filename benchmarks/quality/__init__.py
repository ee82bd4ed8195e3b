"""Benchmarks of quality: what plans and pictures are worth, measured as papers measure it."""
