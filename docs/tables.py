"""Tables in pages that are otherwise written by hand: what stands between two markers is made from the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

MARKED = re.compile(r"(<!-- generated: ([^\n]*?) -->\n).*?(?=^<!-- end -->$)", re.MULTILINE | re.DOTALL)


def filled(page: str, make: Callable[..., str]) -> str:
    """The page with what stands after each ``<!-- generated: WORDS -->`` made anew by `make`, which is given the words."""
    return MARKED.sub(lambda match: f"{match[1]}{make(*match[2].split())}", page)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *([_cell(text) for text in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" if line[0] != "---" else f"|{'---|' * len(line)}\n" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def first_sentence(docstring: str | None) -> str:
    """What a docstring says first."""
    return re.split(r"(?<=[.!?])\s", " ".join((docstring or "").split()), maxsplit=1)[0].replace("``", "`")


def as_cell(sentence: str) -> str:
    """A sentence as it stands in a table, like those that are no sentences: without its capital letter and its full stop."""
    text = sentence.removesuffix(".")
    return text[0].lower() + text[1:] if text[:1].isupper() and not text[:2].isupper() else text
