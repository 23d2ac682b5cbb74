"""Labels: words that say what stands below, in or behind them."""

from __future__ import annotations

import pytest

from plancheck.importing.evidence.labels import Labels
from plancheck.importing.evidence.profile import profile_of
from tests.paths import ROOT

LABELS = Labels(profile_of([ROOT / "rules" / "kommun"]), ["Socialnämnden", "Kommunstyrelsen"])


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Mål", "goal"),
        ("Mål 2025", "goal"),
        ("Uppdrag från kommunfullmäktige", "uppdrag"),
        ("Våra viktigaste effektmål:", "goal"),
        ("Åtgärder för högre måluppfyllelse", "measures"),
        ("Klart senast", "due"),
        ("Ansvarig nämnd", "to"),
        ("Nämndens mål och uppdrag", None),
        ("Socialnämndens uppdrag", None),
        ("Målgrupper", None),
        ("En väg framåt", None),
    ],
)
def test_a_heading_labels_what_it_says_with_or_without_words_beside_it(text: str, role: str | None) -> None:
    assert LABELS.role(text.rstrip(":")) == role


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mål 1. Staden växer", ("goal", "1", "Staden växer")),
        ("KF-mål 2 – Alla läser", ("goal", "2", "Alla läser")),
        ("Delmål 1.2: Fler böcker", ("sub-goal", "1.2", "Fler böcker")),
        ("Uppdrag 3 Ta fram en plan", ("uppdrag", "3", "Ta fram en plan")),
        ("Klart senast: 2025-06-30", ("due", "", "2025-06-30")),
        ("Målet är nått. Vi firar.", None),
        ("Alla barn läser", None),
    ],
)
def test_a_text_may_begin_with_its_label_and_a_number(text: str, label: tuple[str, str, str] | None) -> None:
    found = LABELS.before(text)
    assert (found and (found.role, found.ordinal, found.rest)) == label


def test_a_line_of_labels_is_the_head_of_a_table() -> None:
    assert LABELS.sequence("Status Uppdrag och beskrivning Kommentar") == ["status", "uppdrag", "comment"]
    assert LABELS.sequence("Uppdrag och annat folk") == []
