"""WISE-Verified (arXiv 2503.07265): items, the ways of answering one, and the command."""
