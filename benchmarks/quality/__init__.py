"""What the benchmarks of quality (wise, mindbench, iabench, asking) share: records that survive a kill, intervals, the configured models.

May import everything but tests and the benchmarks themselves.
"""
