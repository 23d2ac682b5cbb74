"""How a file is laid out: its headings and sections, and its page headers, footers and tables of contents."""
