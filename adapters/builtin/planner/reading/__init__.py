"""What a message says about a picture: one small grammar, slot by slot. Pure; the words are data."""
