"""Every command that the documents name, carried out as it is written: `documents` finds them, `commands.toml` says what runs each."""
