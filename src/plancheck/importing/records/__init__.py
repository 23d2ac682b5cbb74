"""The things that are recognised in a document, one file each."""
