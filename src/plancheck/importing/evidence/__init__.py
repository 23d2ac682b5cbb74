"""What speaks for what: the words of the profile, likeness, links, tables."""
