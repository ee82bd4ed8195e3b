"""From Discord's events to what intake takes in: messages, interactions, commands, forms, attachments.

May import: `outbound`, `http`. A new slash command is a row in `commands.toml`.
"""
