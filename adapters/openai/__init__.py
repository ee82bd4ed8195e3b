"""Real models behind any OpenAI-compatible API: planning, judging, merging, drawing, embedding."""
