"""Comments in a document that ask a person to review it: the import writes them, a check reports those that are left."""

from __future__ import annotations

import re
from collections.abc import Mapping

from plancheck.messages import Language

MARKS: Mapping[Language, str] = {"sv": "GRANSKA", "en": "REVIEW"}
"""The word at the beginning of such a comment."""
_COMMENT = re.compile(rf"^\s*# (?:{'|'.join(MARKS.values())}):\s*(.*?)\s*$")


def asks_for_review(text: str) -> bool:
    """Whether a text may have such a comment."""
    return any(f"# {mark}:" in text for mark in MARKS.values())


def doubts_in(text: str) -> list[tuple[int, str]]:
    """The comments in the text of a document that ask for review: the line of each, and what it says."""
    if not asks_for_review(text):
        return []
    return [(n, match[1]) for n, line in enumerate(text.split("\n"), 1) if (match := _COMMENT.match(line))]
