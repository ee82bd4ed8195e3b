"""What each word of a wish for a picture is there for, learned from examples."""
