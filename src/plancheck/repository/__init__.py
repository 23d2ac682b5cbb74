"""The documents of a plan repository, and how they are linked: organisation, lineage, registers, history."""
