"""Discord on loopback: REST, gateway and file server for one bot."""
