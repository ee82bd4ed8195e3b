"""The embedded Postgres: a server in a wheel, its process seen from outside, and which database a process works with.

May import: `bot.settings`, `db`."""
