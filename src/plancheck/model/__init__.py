"""What a document looks like: its values, where each is in its file, and what can be wrong with it."""
