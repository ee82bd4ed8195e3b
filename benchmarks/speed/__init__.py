"""What the benchmarks of speed share: models that answer at once, other orders of work, time that jumps, processor time."""
