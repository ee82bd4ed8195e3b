"""MindBench (arXiv 2602.01756): its items, and the command."""
