"""Places: what is behind and below the things. One function a place, by the names in data/settings.toml."""
