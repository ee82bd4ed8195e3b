"""An OpenAI-compatible server on loopback, with answers from a script and troubles on demand."""
