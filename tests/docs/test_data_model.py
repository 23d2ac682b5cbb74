"""The pages on the form of a document: they are those that the model gives, in both languages, and their examples are sound."""

from __future__ import annotations

import re

import data_model
import pytest

import plancheck
from plancheck.messages import LANGUAGES, Language
from plancheck.model.base import Part, keys_of
from plancheck.model.document import parts
from plancheck.repository.workspace import Workspace

KINDS = {kind.id: ruleset for ruleset, kind in data_model.kinds()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_the_one_that_the_model_gives(language: Language) -> None:
    assert data_model.PAGES[language].read_text(encoding="utf-8") == data_model.page(language), "run python docs/data_model.py"


def test_a_document_has_parts_of_parts() -> None:
    assert {"Document", "SubGoal", "Amounts", "At"} <= {model.__name__ for model in parts()}


@pytest.mark.parametrize("model", list(parts()), ids=lambda model: model.__name__)
def test_every_key_is_explained_in_the_model(model: type[Part]) -> None:
    told = data_model.descriptions("en")
    assert [key for key in keys_of(model) if not told[f"{model.__name__}.{key}"]] == []


def test_no_swedish_description_is_missing_or_left_over() -> None:
    assert sorted(data_model.descriptions("sv")) == sorted(data_model.descriptions("en"))


def test_every_kind_of_document_has_an_example() -> None:
    assert sorted(data_model.examples()) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_has_the_right_form(kind: str) -> None:
    workspace = Workspace(plancheck.load(KINDS[kind]).declared)
    entry = workspace.add(data_model.examples()[kind], f"{kind}.yaml")
    assert workspace.faults == []
    assert entry is not None
    assert entry.is_sound, workspace.faults
    assert entry.document.document == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_on_the_page_leads_to_a_heading(language: Language) -> None:
    text = data_model.PAGES[language].read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    links = set(re.findall(r"\]\(#([\w-]+)\)", text))
    assert len(links) > 20
    assert links <= headings
