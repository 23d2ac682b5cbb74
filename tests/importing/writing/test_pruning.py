"""What a document cannot have is taken out."""

from __future__ import annotations

from plancheck.importing.reading.lines import Line
from plancheck.importing.records.found import Found, places
from plancheck.importing.writing.pruning import without_invalid
from plancheck.model.base import without_own_keys
from plancheck.model.document import Document
from plancheck.model.text import Text


def test_what_a_document_cannot_have_is_taken_out_and_told() -> None:
    line = Line(7, "Något annat")
    document = Found(
        {
            "document": "verksamhetsplan", "namnd": "nordost", "year": 2024,
            "goals": [Found({"ref": "kf-2024/goal-1", "text": "Så här."}), Found({"ref": 3, "text": "Fel."}, [line])],
            "uppdrag": [Found({"ref": "kf-2024/skolfam", "status": "pågående", "due": "i höst"})],
        }
    )  # fmt: skip
    without_invalid(document)
    Document.model_validate(without_own_keys(document.plain(), ""))
    assert [one.plain() for one in document.values["uppdrag"]] == [{"ref": "kf-2024/skolfam", "status": "pågående"}]
    assert document.values["goals"][0].plain() == {"ref": "kf-2024/goal-1", "text": "Så här."}
    assert {doubt.key for place in places(document) for doubt in place.found.doubts} == {"doubt-invalid"}


def test_what_may_not_be_all_stays() -> None:
    said = [{"what": "uppdrag", "reason": Text("incomplete-none"), "at": {"page": 7}}]
    document = Found({"document": "verksamhetsplan", "year": 2025, "incomplete": [*said]})
    assert without_invalid(document) == []
    assert document.values["incomplete"] == said
