"""Damage: what happens to a text, a tree of values or bytes on the way to the program."""

from __future__ import annotations

import copy
import datetime
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from plancheck.model.source import parse
from tests.fuzzing import corpus

Steps: TypeAlias = tuple[Any, ...]


def below(draw: DrawFn, number: int) -> int:
    """A number from 0, below another."""
    return draw(st.integers(0, max(0, number - 1)))


# Texts: lines and characters


def _without(lines: list[str], at: int, other: int, draw: DrawFn) -> None:
    del lines[min(at, other) : max(at, other) + 1]


def _twice(lines: list[str], at: int, other: int, draw: DrawFn) -> None:
    lines[at:at] = lines[min(at, other) : max(at, other) + 1]


def _swapped(lines: list[str], at: int, other: int, draw: DrawFn) -> None:
    lines[at], lines[other] = lines[other], lines[at]


def _indented(lines: list[str], at: int, _: int, draw: DrawFn) -> None:
    lines[at] = " " * draw(st.integers(0, 12)) + lines[at].lstrip(" ")


def _cut(lines: list[str], at: int, _: int, draw: DrawFn) -> None:
    lines[at] = lines[at][: below(draw, len(lines[at]))]


def _spliced(lines: list[str], at: int, _: int, draw: DrawFn) -> None:
    others = draw(st.sampled_from(corpus.documents())).splitlines()
    start = below(draw, len(others))
    lines[at:at] = others[start : start + draw(st.integers(1, 8))]


def _inserted(lines: list[str], at: int, _: int, draw: DrawFn) -> None:
    column = below(draw, len(lines[at]) + 1)
    lines[at] = lines[at][:column] + draw(st.sampled_from(corpus.words())) + lines[at][column:]


def _revalued(lines: list[str], at: int, _other: int, draw: DrawFn) -> None:
    key, colon, *_ = lines[at].partition(":")
    lines[at] = f"{key}{colon or ':'} {draw(st.sampled_from(corpus.words()))}"


_OF_LINES: Sequence[Callable[[list[str], int, int, DrawFn], None]] = (
    _without, _twice, _swapped, _indented, _cut, _spliced, _inserted, _revalued,
)  # fmt: skip


@st.composite
def text_of(draw: DrawFn, texts: Callable[[], Sequence[str]]) -> str:
    """A text of which lines or characters have been changed."""
    lines = draw(st.sampled_from(texts())).splitlines()
    for change in draw(st.lists(st.sampled_from(_OF_LINES), min_size=1, max_size=4)):
        at = below(draw, len(lines))
        lines = lines or [""]
        change(lines, min(at, len(lines) - 1), min(len(lines) - 1, at + draw(st.integers(0, 5))), draw)
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\x85", "\u2028"]))
    return end.join(lines) + draw(st.sampled_from(["\n", "", "\n---\n", "\n...\n", " "]))


# Values


@st.composite
def value_of(draw: DrawFn, texts: Callable[[], Sequence[str]], more: SearchStrategy[Any] | None = None) -> Any:
    """The values of a text, some of which are missing, elsewhere, or others; `more` are values to put in their place."""
    root = [corpus.plain(parse(draw(st.sampled_from(texts())), "").root)]
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(root))
        if not places:
            break
        steps = places[below(draw, len(places))]
        parent, key = _at(root, steps[:-1]), steps[-1]
        match draw(st.sampled_from(["drop", "scalar", "scalar", "move", "more", "rename", "wrap", "twice", "empty", "add"])):
            case "drop" if len(steps) > 1:
                del parent[key]
            case "scalar":
                parent[key] = draw(scalars())
            case "move":
                parent[key] = copy.deepcopy(_at(root, places[below(draw, len(places))]))
            case "more" if more is not None:
                parent[key] = draw(more)
            case "rename" if isinstance(parent, dict):
                parent[draw(st.sampled_from(corpus.keys()))] = parent.pop(key)
            case "wrap":
                parent[key] = draw(st.sampled_from([[parent[key]], {"id": parent[key]}, [[parent[key]], None]]))
            case "twice" if isinstance(parent, list) and len(steps) > 1:
                parent.insert(key, copy.deepcopy(parent[key]))
            case "add" if isinstance(parent[key], dict):
                parent[key][draw(st.sampled_from(corpus.keys()))] = draw(scalars() if more is None else scalars() | more)
            case _:
                parent[key] = draw(st.sampled_from([None, [], {}, ""]))
    return root[0]


@st.composite
def texts_changed(draw: DrawFn, texts: Callable[[], Sequence[str]], others: SearchStrategy[str]) -> Any:
    """The values of a text, in which one in three texts is another."""
    root = [corpus.plain(parse(draw(st.sampled_from(texts())), "").root)]
    taken, chance = draw(st.lists(others, min_size=1, max_size=5)), random.Random(draw(st.integers(0, 999)))
    for steps in list(_places(root)):
        parent, key = _at(root, steps[:-1]), steps[-1]
        if isinstance(parent[key], str) and key not in ("document", "ref") and chance.random() < 0.3:
            parent[key] = chance.choice(taken)
    return root[0]


def scalars() -> SearchStrategy[Any]:
    """Scalars of every type; often a text that means something elsewhere."""
    return (
        st.sampled_from(corpus.words())
        | st.sampled_from([None, True, False, 0, -1, 2025, 10**30, 1.5, float("inf"), float("nan"), datetime.date(2025, 2, 1)])
        | st.integers()
        | st.text(max_size=20)
    )


def _places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*steps, key)
            yield from _places(inner, (*steps, key))


def _at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value[step]
    return value


# Bytes


@st.composite
def bytes_of(draw: DrawFn, files: Callable[[], Sequence[bytes]]) -> bytes:
    """A file of which bytes are missing, others, elsewhere, or from another file."""
    data = bytearray(draw(st.sampled_from(files())))
    for _ in range(draw(st.integers(1, 6))):
        start = below(draw, len(data) + 1)
        end = min(len(data), start + draw(st.sampled_from([0, 1, 1, 2, 4, 20, 400, 100_000])))
        match draw(st.sampled_from(["set", "set", "drop", "twice", "splice", "random"])):
            case "set":
                data[start:end] = bytes([draw(st.integers(0, 255))]) * (end - start)
            case "drop":
                del data[start:end]
            case "twice":
                data[start:start] = data[start:end]
            case "splice":
                other = draw(st.sampled_from(files()))
                first = below(draw, len(other))
                data[start:end] = other[first : first + draw(st.integers(1, 400))]
            case _:
                data[start:end] = draw(st.binary(max_size=20))
    return bytes(data)
