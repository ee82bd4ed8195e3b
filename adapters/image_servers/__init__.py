"""What the back ends that draw have in common: one way to post, to read failures, to word a prompt and to take a picture in."""
