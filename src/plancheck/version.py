"""The version of the program, and where people find out about it."""

__version__ = "0.1.0"

HOMEPAGE = "https://github.com/plancheck/plancheck"
"""As in pyproject.toml: a report leads there."""
DOCUMENTATION = f"{HOMEPAGE}/tree/main/docs"
"""The folder of the documentation, as in pyproject.toml."""
