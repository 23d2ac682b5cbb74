"""From a PDF, a Word file or a text to documents."""
