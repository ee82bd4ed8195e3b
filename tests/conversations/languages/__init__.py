"""The conversations of `scripts.toml` as they are told in other languages, a file each."""
