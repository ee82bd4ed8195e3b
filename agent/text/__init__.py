"""Text as words, whatever the language: one form of each letter, where words begin and end, which language it is. Pure."""
