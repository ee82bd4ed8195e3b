"""The terminal chat and the scripted chat (lines of JSON).

May import: `agent`. What is typed is read by `inbound` and `typed_entry` (pure); what is shown goes through `outbound`.
"""
