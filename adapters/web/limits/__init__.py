"""What the page may cost: connections, requests under way, uploads, event streams; for each address and each person.

May import: `identity`, `requests`. Honest people first: a limit says who makes way."""
