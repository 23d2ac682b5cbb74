"""Text for people: the catalogue, and how values are written in a language.

Every command needs the languages, and not all of them a message: the document model and the parser are imported where used.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from plancheck.model.text import Text

Language: TypeAlias = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
DEFAULT_LANGUAGE: Language = "sv"
LONGEST = 60
"""How many characters of a wrong value are repeated in a message."""
LONGEST_FILLED = 400
"""How many characters of a plan's text are repeated in a message: no title is that long."""


def cut(text: str) -> str:
    """A text, cut where it is longer than any title."""
    return f"{text[:LONGEST_FILLED]}…" if len(text) > LONGEST_FILLED else text


def called(field: str, language: Language) -> str:
    """What people call a key of a document: utfall 2021 for outcome.2021; the key itself where it has no other name.

    One that means something of its own below another key has a name of its own there.
    """
    *path, key = field.split(".")
    if key.isdecimal() and path:
        return f"{called(path[-1], language)} {key}"
    names = (f"field-{'-'.join((*path, key))}", f"field-{key}")
    return next((word(name, language) for name in names if name in catalogue()), field)


def shown(value: Any, language: Language) -> str:
    """A value as people of the language write it."""
    if isinstance(value, str):
        return value
    if value is None or value == []:
        return word("not-stated", language)
    if isinstance(value, bool | int | float | datetime.date):
        return _scalar(value, language)
    from plancheck.model.base import Unknown
    from plancheck.model.figures import Measure

    if isinstance(value, Unknown):
        return word("not-stated", language)
    if isinstance(value, Measure):
        about = word("about", language) if value.approximate else ""
        # With a unit a number of four digits is no year.
        ends = "–".join(_number(number, language, from_=1000 if value.reported_unit else 10_000) for number in value.reported)
        return f"{about} {ends} {value.reported_unit}".strip()
    if isinstance(value, Text):
        return said(value, language)
    if isinstance(value, Mapping):
        return _mapping(value, language)
    if type(value) in (list, tuple):
        return ", ".join(shown(inner, language) for inner in value)
    return _title(value, language)


def _scalar(value: bool | int | float | datetime.date, language: Language) -> str:
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    return value.isoformat() if isinstance(value, datetime.date) else _number(value, language)


def _mapping(value: Mapping[Any, Any], language: Language) -> str:
    """The text of a language where the mapping has one, else its keys and values."""
    if language in value:
        return str(value[language])
    return ", ".join(f"{key}: {shown(inner, language)}" for key, inner in value.items())


def _title(value: Any, language: Language) -> str:
    """What people call a document, a part of one, or a term of a vocabulary."""
    from plancheck.model.document import Document

    if isinstance(value, Document):
        return value.title or value.identity()
    title = getattr(value, "title", None) or getattr(value, "name", None)
    if isinstance(title, Mapping):
        title = title[language]
    ref = getattr(value, "ref", None)
    return str(title or (", ".join(ref) if isinstance(ref, list) else ref) or value)


def _number(value: int | float, language: Language, *, from_: int = 10_000) -> str:
    """A number with its thousands separated: from five digits on, so that a year stays a year, and wherever it has decimals."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    if abs(value) < from_ and "." not in text:
        text = text.replace(",", "")
    separators = {ord("-"): "\N{MINUS SIGN}"}
    if language == "sv":
        separators |= {ord(","): "\N{NO-BREAK SPACE}", ord("."): ","}
    return text.translate(separators)


def clean(text: str) -> str:
    """Foreign text that is safe for a terminal: on one line, without control characters and changes of direction."""
    return "".join(" " if char in "\n\r\t" else char if _is_harmless(char) else "\N{REPLACEMENT CHARACTER}" for char in text)


def _is_harmless(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) not in ("Cc", "Cf", "Cn", "Cs", "Co", "Zl", "Zp")


@cache
def catalogue() -> Mapping[str, str]:
    """Every entry of the catalogue by its key, as YAML: a run needs few of them, so each is parsed when it is needed."""
    from plancheck.model.source import top_level

    text = Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8")
    return {key: text[lines.start : lines.end] for key, lines in (top_level(text) or {}).items()}


@cache
def entry(key: str) -> Mapping[Language, str]:
    """What the catalogue says under a key, by language."""
    from plancheck.model.source import parse

    words: Mapping[Language, str] = parse(catalogue()[key], "catalogue.yaml").value([key])
    return words


def word(key: str, language: Language, **values: object) -> str:
    """What the catalogue says under a key, its placeholders filled with the values."""
    text = re.sub(r"\{([a-z-]+)\}", lambda match: cut(shown(values.get(match[1]), language)), entry(key)[language])
    return re.sub(" +", " ", text)


def said(text: Text, language: Language) -> str:
    """A text in a language: what is wrong, why something cannot be known, or the label of a marked line."""
    details: dict[str, Any] = dict(text.details)
    key = text.key
    if "days" in details and f"{key}-many" in catalogue():
        key = f"{key}-{'one' if details['days'] == 1 else 'many'}"
    if isinstance(details.get("field"), str):
        details["field"] = called(details["field"], language)
    if "given" in details:
        details["given"] = _shortened(details["given"], language)
    if isinstance(details.get("expected"), list):
        either = f" {word('or', language)} "
        details["expected"] = either.join(word(str(expected), language) for expected in details["expected"])
    sentence = word(key, language, **details)
    if details.get("nearest"):
        return f"{sentence} {word('did-you-mean', language, **details)}"
    if details.get("known"):
        besides = f" {word('known-besides', language, **details)}" if details.get("besides") else ""
        return f"{sentence} {word('known-are', language, **details)}{besides}"
    return sentence


def _shortened(value: Any, language: Language) -> str:
    """A wrong value as a message repeats it: text no longer than people need to find it."""
    if isinstance(value, str) and not value.strip():
        return word("nothing", language)
    if isinstance(value, str):
        return f"{value[:LONGEST]}…" if len(value) > LONGEST else value
    if isinstance(value, dict | list) or value is None:
        return word("nothing" if value is None else "a-list" if isinstance(value, list) else "a-mapping", language)
    return str(value).lower() if isinstance(value, bool | int | float) else shown(value, language)


def count(number: int, key: str, language: Language) -> str:
    """A number with its noun: the catalogue has a singular and a plural."""
    return f"{number} {word(f'{key}-one' if number == 1 else f'{key}-many', language)}"
