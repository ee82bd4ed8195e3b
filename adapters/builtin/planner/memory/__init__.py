"""What is kept of a message, and what memory says to one."""
