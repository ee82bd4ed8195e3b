"""A small picture classifier that comes with its weights, with the extra `classifier`. May import: `agent`."""
