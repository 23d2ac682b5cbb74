"""Why a file cannot be read."""

from __future__ import annotations

from plancheck.model.text import Text


class ReadingError(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.text = Text(key, details)

    def __reduce__(self) -> tuple[object, ...]:
        """How it comes from the process that a file is read in."""
        return _error_of, (self.text.key, dict(self.text.details))


def _error_of(key: str, details: dict[str, object]) -> ReadingError:
    return ReadingError(key, **details)
