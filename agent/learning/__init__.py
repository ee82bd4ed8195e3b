"""What is kept of what people said: statements, learning in passing, characters' looks, and forgetting in words.

May import: policy, ports, domain. Only the author's own words come here.
"""
