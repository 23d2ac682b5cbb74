"""Lines put together to words and paragraphs."""

from __future__ import annotations

from collections import Counter

import pytest

from plancheck.importing.reading.lines import joined, paragraphs
from tests.importing.goteborg import lines

WORDS = Counter({"socialnämnderna": 5, "grundskolenämnden": 3, "skolan": 2, "socialtjänsten": 4, "föräldra-barnverksamhet": 2})


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["Socialnämndern", "a får i uppdrag"], "Socialnämnderna får i uppdrag"),
        (["med grundskolenämnd", "en ta fram"], "med grundskolenämnden ta fram"),
        (["i social-", "tjänsten och"], "i socialtjänsten och"),
        (["mellan hem- och", "skolan"], "mellan hem- och skolan"),
        (["50 000-", "75 000 tkr"], "50 000-75 000 tkr"),
        (["en föräldra-", "barnverksamhet"], "en föräldra-barnverksamhet"),
        (["hem-", "och familjeliv"], "hem- och familjeliv"),
    ],
)
def test_a_word_that_a_line_has_cut_is_whole_again(parts: list[str], whole: str) -> None:
    assert joined(lines(*parts), WORDS) == whole


def test_a_paragraph_ends_where_the_next_word_would_have_had_room() -> None:
    text = lines(
        "En rad som går ända ut till kanten av sidan och som därför fortsätter på nästa",
        "rad tar slut här.",
        "Nästa stycke börjar med stor bokstav och går också det hela vägen ut till den",
        "andra kanten.",
        blanks=1,
    )
    assert [len(one) for one in paragraphs(text)] == [2, 2]
