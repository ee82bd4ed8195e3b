"""How the offline planner reads a message: small pure steps over one text. The words are in ../data, not here."""
