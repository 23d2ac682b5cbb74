"""One run of the program: opening a repository, checking or importing its documents, and what came out."""
