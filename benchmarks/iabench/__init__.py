"""A re-creation of our own of IA-Bench (arXiv 2606.26907), which was never released: 17 subtasks, ten items each, and the command."""
