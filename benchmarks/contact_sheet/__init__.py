"""Scenes and people's own messages, drawn by the sketches on one sheet to look at."""
