"""When is a question worth it? A synthetic world, the rules that are compared, and the command."""
