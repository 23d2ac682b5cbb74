"""Which of the known uppdrag a text is about, and how sure that is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plancheck.importing.evidence.linking import DOUBTFUL, SURE, Known, link

KNOWN = [
    Known("kf-2024/skolfam", "Tillgång till Skolfam för placerade barn"),
    Known("kf-2024/fritidsbanker", "Fritidsbanker i de fyra stadsområdena"),
    Known("kf-2024/administration", "Färre administrativa uppgifter"),
    Known("kf-2024/hyror", "Inga svarta hyror i ärenden om bistånd"),
]


def linked(*texts: str, known: list[Known] = KNOWN) -> list[str | None]:
    return [one.ref for one in link([(text, frozenset()) for text in texts], known)]


def test_an_uppdrag_is_linked_by_what_it_says_in_short_words_or_in_full() -> None:
    wording = "Socialnämnderna får i uppdrag att utöka placerade barns tillgång till särskilt stöd genom Skolfam."
    assert linked(wording) == ["kf-2024/skolfam"]
    full = [Known("kf-2024/a", wording), Known("kf-2024/b", wording.replace("Skolfam", "fritidsbanker"))]
    assert linked(wording.replace("placerade barns", "placerade barn s"), known=full) == ["kf-2024/a"]


def test_two_never_get_the_same_and_what_fits_nothing_gets_none() -> None:
    refs = linked("Skolfam för placerade barn", "Barn placerade i familjehem ska få Skolfam", "Gatubelysning i parker")
    assert refs.count("kf-2024/skolfam") == 1
    assert refs[2] is None


@given(st.lists(st.sampled_from([one.text for one in KNOWN]), max_size=8), st.randoms())
def test_no_reference_is_given_twice(texts: list[str], chance: Any) -> None:
    refs = [ref for ref in linked(*texts) if ref]
    assert len(refs) == len(set(refs))


def test_confidence_falls_when_another_fits_nearly_as_well() -> None:
    (alone,) = link([("Fritidsbanker i stadsområdena", frozenset())], KNOWN)
    twins = [*KNOWN, Known("kf-2023/fritidsbanker", "Fritidsbanker i alla stadsområdena")]
    (torn,) = link([("Fritidsbanker i stadsområdena", frozenset())], twins)
    assert alone.confidence >= DOUBTFUL > torn.confidence >= SURE
    assert torn.rival is not None
