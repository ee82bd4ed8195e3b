"""The models of a process, built from its settings: `choice` decides, `hosted` and `builder` build, `model_set` is what comes of it,
`proofs` tries it. Imports adapters and `bot.settings`. A new kind of server is built here."""
