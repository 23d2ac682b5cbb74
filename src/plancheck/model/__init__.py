"""What a document looks like: its values, where each stands in its file, and what can be wrong with it."""
