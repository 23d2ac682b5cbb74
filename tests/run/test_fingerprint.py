"""A finding keeps its fingerprint when lines move, and shares it with no other."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import plancheck
from plancheck import Evaluation, RuleSet
from plancheck.model.source import parse
from plancheck.repository.workspace import Workspace
from plancheck.run.engine import judge, of_faults
from tests.fixtures import Workspaces

PLAN: dict[str, Any] = {
    "document": "verksamhetsplan",
    "namnd": "nordost",
    "year": 2024,
    "sections": [{"number": "1", "title": "Inledning", "kind": "inledning"}, {"number": "2", "title": "Mål"}],
    "goals": [
        {"ref": "kf-2024/a", "refers-to": ["9.9"], "at": {"section": "2.1", "page": 3}},
        {"ref": "kf-2023/b", "text": "Se 9.8", "refers-to": ["9.8"]},
        {"ref": "kf-2023/b", "text": "Se 9.8", "refers-to": ["9.8"]},
    ],
    "uppdrag": [
        {"ref": "kf-2022/x", "text": "Se ovan"},
        {"ref": "kf-2022/x", "status": "avslutad"},
        {"ref": "kf-2022/y"},
        {"title": "Utan hänvisning", "status": "pågående"},
    ],
    "programmes": [{"title": "Avfallsplan"}, {"title": "Jämlik stad", "from": 2018, "to": 2020}],
    "decisions": [{"by": "nordost", "outcome": "adopted", "date": datetime.date(2024, 3, 5)}],
}
REPORT: dict[str, Any] = {
    "document": "arsrapport",
    "namnd": "nordost",
    "year": 2023,
    "goals": [{"ref": "kf-2023/b", "assessment": "god", "indicators": [{"name": "A"}, {"name": "B"}, {"name": "A"}]}],
    "uppdrag": [{"ref": "kf-2022/x", "status": "avslutad"}, {"ref": "kf-2022/z", "status": "pågående"}],
    "accounts": [
        {
            "title": "Resultat",
            "rows": [{"title": "R", "outcome": 1, "budget": 2, "deviation": 5}],
            "total": {"title": "T", "outcome": 9, "budget": 9},
        }
    ],
}


def evaluations_of(*texts: str, kommun: RuleSet) -> list[Evaluation]:
    workspace = Workspace(kommun.declared)
    entries = [entry for n, text in enumerate(texts) if (entry := workspace.add(text, f"{n}.yaml"))]
    assert all(entry.is_sound for entry in entries), workspace.faults
    day, rules = datetime.date(2024, 6, 1), kommun.rules.values()
    judgements = [judge(workspace, entry, rules, day, "sv") for entry in entries]
    return [evaluation for judgement in judgements if judgement for evaluation in judgement.evaluations]


def by_fingerprint(evaluations: list[Evaluation]) -> dict[str, tuple[str, ...]]:
    """What was said, by fingerprint: places aside."""
    said: dict[str, tuple[str, ...]] = {
        one.fingerprint: (one.rule, one.outcome, one.document, one.item, one.message) for one in evaluations
    }
    assert len(said) == len(evaluations)
    return said


def written(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)


@st.composite
def reordered(draw: st.DrawFn, value: Any) -> Any:
    """The same values with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: draw(reordered(value[key])) for key in keys}
    return [draw(reordered(inner)) for inner in value] if isinstance(value, list) else value


@st.composite
def spread(draw: st.DrawFn, text: str) -> str:
    """The same text with comments and blank lines between its lines."""
    between = st.lists(st.sampled_from(["", "   ", "# document: arsrapport", "      # year: 1999", "#"]), max_size=2)
    lines = [line for one in text.splitlines() for line in (*draw(between), one)]
    return "\n".join([*lines, *draw(between)]) + "\n"


def test_the_documents_of_these_tests_have_findings_of_many_kinds(kommun: RuleSet) -> None:
    evaluations = evaluations_of(written(PLAN), written(REPORT), kommun=kommun)
    assert len({one.rule for one in evaluations if one.is_finding}) > 12
    assert {one.outcome for one in evaluations} == {"passed", "failed", "not-assessable"}
    assert max(one.nth for one in evaluations) > 1
    assert len(by_fingerprint(evaluations)) > 40


@pytest.fixture(scope="module")
def before(kommun: RuleSet) -> dict[str, tuple[str, ...]]:
    """What is said of the documents of these tests as they are."""
    return by_fingerprint(evaluations_of(written(PLAN), written(REPORT), kommun=kommun))


@settings(max_examples=40)
@given(data=st.data())
def test_fingerprints_do_not_depend_on_comments_blank_lines_and_the_order_of_keys(
    data: st.DataObject, kommun: RuleSet, before: dict[str, tuple[str, ...]]
) -> None:
    plan = data.draw(spread(written(data.draw(reordered(PLAN)))))
    report = data.draw(spread(written(data.draw(reordered(REPORT)))))
    assert parse(plan, "plan").root == PLAN
    assert by_fingerprint(evaluations_of(plan, report, kommun=kommun)) == before


def test_fingerprints_do_not_depend_on_how_yaml_is_written(kommun: RuleSet) -> None:
    before = by_fingerprint(evaluations_of(written(PLAN), written(REPORT), kommun=kommun))
    block = yaml.safe_dump(PLAN, sort_keys=True, indent=6, width=30).replace("\n", "\r\n")
    flow = yaml.safe_dump(REPORT, default_flow_style=True)
    assert flow.startswith("{")
    assert by_fingerprint(evaluations_of(block, flow, kommun=kommun)) == before


def test_fingerprints_do_not_depend_on_the_language_or_the_name_of_the_file(kommun: RuleSet, workspace: Workspaces) -> None:
    fingerprints = []
    for name, language in (("a.yaml", "sv"), ("b/c.yaml", "en")):
        made = workspace()
        entry = made.add(written(PLAN), name)
        assert entry is not None
        day = datetime.date(2024, 6, 1)
        judgement = judge(made, entry, kommun.rules.values(), day, "en" if language == "en" else "sv")
        assert judgement is not None
        fingerprints.append([one.fingerprint for one in judgement.evaluations])
    assert fingerprints[0] == fingerprints[1]


def test_fingerprints_are_the_same_from_run_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text("document: verksamhetsplan\nnamnd: nordost\nyear: 2024\nuppdrag: [{ref: kf-2024/a}]\n")
    today = datetime.date(2024, 1, 15)
    found = {one.rule: one.fingerprint for one in plancheck.check(["."], select=["UPP003", "TID001"], today=today).evaluations}
    assert found == {"UPP003": "340f8af2e7bedca4", "TID001": "e9413e1daad69941"}


@given(st.lists(st.tuples(*[st.sampled_from(["A", "B", "AB", "", "a-1", "1"])] * 3), min_size=2, max_size=6, unique=True))
def test_fingerprints_differ_for_different_rules_documents_and_items(known: list[tuple[str, str, str]]) -> None:
    where = plancheck.Location("plan.yaml", 1, 1, 2)
    evaluations = [Evaluation(rule, "failed", "error", document, item, where) for rule, document, item in known]
    assert len({one.fingerprint for one in evaluations}) == len(known)


@given(st.integers(1, 40), st.integers(1, 40))
def test_fingerprints_differ_for_what_has_all_of_these_in_common(first: int, second: int) -> None:
    where = plancheck.Location("plan.yaml", 1, 1, 2)
    one, other = (Evaluation("UPP001", "failed", "error", "plan", "kf/a", where, nth=n) for n in (first, second))
    assert (one.fingerprint == other.fingerprint) is (first == second)


def test_an_item_that_is_a_plain_value_is_known_by_it(kommun: RuleSet) -> None:
    found = [one.item for one in evaluations_of(written(PLAN), kommun=kommun) if one.rule == "MAL002"]
    assert found == ["9.9", "9.8", "9.8"]


def test_a_fingerprint_stays_when_other_findings_come_and_go(kommun: RuleSet) -> None:
    before = by_fingerprint(evaluations_of(written(PLAN), kommun=kommun))
    longer = {**PLAN, "uppdrag": [{"ref": "kf-2022/new", "text": "Se ovan"}, *PLAN["uppdrag"]]}
    after = by_fingerprint(evaluations_of(written(longer), kommun=kommun))
    assert before.items() <= after.items()
    assert {said[3] for key, said in after.items() if key not in before} == {"kf-2022/new"}


def test_problems_with_files_have_fingerprints_too(workspace: Workspaces) -> None:
    made = workspace()
    for name, text in (("a.yaml", "gaols: []\nx: 1\n"), ("b.yaml", "gaols: []\n")):
        entry = made.add(f"document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n{text}", name)
        assert entry is not None
        assert not entry.is_whole
    found = of_faults(made.faults, "sv")
    assert [one.rule for one in found] == ["DOK001"] * 3
    assert len({one.fingerprint for one in found}) == 3
