"""Signed statements beside a picture's pixels (C2PA, shown to people as Content Credentials), with the extra `c2pa`.

May import: `agent`. `certificates` makes and reads what is signed with, `signer` signs.
"""
