"""How a file is laid out: its headings and sections, and what stands on its pages for the reader only."""
