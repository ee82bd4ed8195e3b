"""What a message wants: by example, and by plain evidence."""
