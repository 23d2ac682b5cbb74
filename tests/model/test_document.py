"""The document model: which keys and values a document may have, and what follows from them."""

from __future__ import annotations

import datetime
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from plancheck.model.base import Latest, Part, Unknown, keys_of
from plancheck.model.document import Decision, Document, Goal, Incomplete, Point, Programme, Uppdrag, parts
from plancheck.model.indicators import Indicator
from plancheck.model.problems import Fault, Problem
from plancheck.query.derived import (
    adopted,
    adopted_on,
    closed_by,
    decided_on,
    derived_of,
    missed_targets,
    outcome_or_reason,
    reported_through,
    target_missed,
    targets_missed_of,
)
from plancheck.query.scope import Scope
from tests.fixtures import Scopes, Workspaces

PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2024
"""
REPORT = """\
document: arsrapport
namnd: nordost
year: 2022
"""


def problems_of(text: str, workspace: Workspaces) -> list[Fault]:
    made = workspace(text)
    for entry in made.entries:
        assert entry.is_sound in (True, False)
    assert made.faults
    return made.faults


def problem_of(text: str, workspace: Workspaces) -> Fault:
    problems = problems_of(text, workspace)
    assert len(problems) == 1, problems
    return problems[0]


def place(problem: Problem | Fault) -> tuple[int, int]:
    return problem.span.line, problem.span.column


def indicator(scope: Scopes, text: str) -> tuple[Indicator, Scope]:
    made = scope(f"{REPORT}indicators:\n  - {{name: Hushåll, {text}}}\n")
    return made.document.indicators[0], made


# Keys


@pytest.mark.parametrize(
    ("text", "key", "nearest", "line", "column"),
    [
        (PLAN + "uppdrga: []\n", "uppdrga", "uppdrag", 4, 1),
        (PLAN + "goals:\n  - ref: kf-2024/a\n    texts: x\n", "texts", "text", 6, 5),
        (PLAN + "goals:\n  - {ref: kf-2024/a, indicators: [{name: A, bettre: lower}]}\n", "bettre", "better", 5, 45),
        (
            PLAN + "decisions:\n  - by: nordost\n    diary_number: N1\n    outcome: adopted\n",
            "diary_number",
            "diary-number",
            6,
            5,
        ),
        (PLAN + "source:\n  file: plan.pdf\n  page: 3\n", "page", "pages", 6, 3),
        (PLAN + "as_of: 2024-01-01\n", "as_of", "as-of", 4, 1),
        (PLAN + "accounts:\n  - title: A\n    total: {title: B, outcom: 3}\n", "outcom", "outcome", 6, 23),
    ],
)
def test_an_unknown_key_is_told_at_its_place_with_the_nearest_known_one(
    text: str, key: str, nearest: str, line: int, column: int, workspace: Workspaces
) -> None:
    problem = problem_of(text, workspace)
    assert (problem.text.key, problem.text.details["name"], problem.text.details["nearest"]) == ("unknown-key", key, nearest)
    assert place(problem) == (line, column)
    assert problem.line == text.splitlines()[line - 1]


def test_an_unknown_key_that_is_like_no_other_is_told_with_all_that_there_are(workspace: Workspaces) -> None:
    problem = problem_of(PLAN + "goals:\n  - {qqqqqq: 1}\n", workspace)
    assert problem.text.details["nearest"] == ""
    assert problem.text.details["known"] == keys_of(Goal)


def test_every_unknown_key_is_told(workspace: Workspaces) -> None:
    problems = problems_of(PLAN + "one: 1\ntwo: 2\nuppdrag:\n  - {three: 3}\n", workspace)
    assert {(p.text.key, p.text.details["name"]) for p in problems} == {
        ("unknown-key", name) for name in ("one", "two", "three")
    }


def test_own_keys_are_free_everywhere_and_hold_anything(workspace: Workspaces) -> None:
    made = workspace(
        PLAN
        + "x-any: {deep: [1, {not-known: 2024-02-06}], x-y: null}\n"
        + "goals:\n  - {ref: kf-2024/a, x-owner: direktor, at: {page: 3, x-row: 7}, sub-goals: [{title: A, x-z: []}]}\n"
        + "decisions: [{by: nordost, outcome: adopted, x-note: {a: 1}}]\n"
    )
    assert made.entries[0].is_sound
    assert not made.faults


def test_an_own_key_does_not_excuse_an_unknown_one_beside_it(workspace: Workspaces) -> None:
    assert problem_of(PLAN + "x-any: 1\nany: 2\n", workspace).text.details["name"] == "any"


def test_keys_are_kebab_case_and_none_is_a_word_of_python() -> None:
    keys = {key for part in parts() for key in keys_of(part)}
    assert {"with", "from", "diary-number", "follow-ups"} <= keys
    assert not [key for key in keys if "_" in key or key != key.lower()]


# Values


@pytest.mark.parametrize(
    ("text", "key", "line", "column"),
    [
        (REPORT.replace("2022", "tjugotjugotvå"), "not-in-range", 3, 7),
        (REPORT.replace("2022", '"2022"'), "quoted", 3, 7),
        (REPORT.replace("2022", "2022.0"), "wrong-type", 3, 7),
        (REPORT.replace("2022", "1989"), "too-small", 3, 7),
        (REPORT.replace("2022", "2101"), "too-large", 3, 7),
        (REPORT.replace("nordost", "Nordost"), "bad-id", 2, 8),
        (REPORT.replace("nordost", "[nordost]"), "wrong-type", 2, 1),
        (REPORT + "title: 2024\n", "wrong-type", 4, 8),
        (REPORT + "as-of: 2022-02-30\n", "impossible-date", 4, 8),
        (REPORT + "as-of: augusti\n", "wrong-type", 4, 8),
        (REPORT + "as-of: '2022-08-31'\n", "quoted", 4, 8),
        (REPORT + "articles: [{article: '3'}]\n", "quoted", 4, 22),
        (REPORT + "groups: [{id: alla, title: A, everyone: 'true'}]\n", "quoted", 4, 41),
        (REPORT + "uppdrag: kf-2022/a\n", "wrong-type", 4, 10),
        (REPORT + "uppdrag: [kf-2022/a]\n", "keys-with-values", 4, 11),
        (REPORT + "uppdrag: {ref: kf-2022/a}\n", "wrong-type", 4, 1),
        (REPORT + "uppdrag:\n", "empty-value", 4, 1),
        (REPORT + "uppdrag: [{ref: kf-2022}]\n", "bad-reference", 4, 17),
        (REPORT + "uppdrag: [{ref: KF/a}]\n", "bad-reference", 4, 17),
        (REPORT + "uppdrag: [{title: A, due: 2022}]\n", "wrong-type", 4, 27),
        (REPORT + "sections: [{title: A, number: 3.1}]\n", "section-number-unquoted", 4, 31),
        (REPORT + "sections: [{title: A, number: 3.}]\n", "section-number-unquoted", 4, 31),
        (REPORT + "sections: [{title: A, number: '3.a'}]\n", "bad-section", 4, 31),
        (REPORT + "sections: [{number: '3'}]\n", "missing-key", 4, 13),
        (REPORT + "goals: [{ref: kf/a, at: {page: 0}}]\n", "too-small", 4, 32),
        (REPORT + "goals: [{ref: kf/a, at: 3}]\n", "keys-with-values", 4, 25),
        (REPORT + "articles: [{article: 55}]\n", "too-large", 4, 22),
        (REPORT + "articles: [{article: 0}]\n", "too-small", 4, 22),
        (REPORT + "lex-sarah-reports: [{quarter: 5}]\n", "too-large", 4, 31),
        (REPORT + "lex-sarah-reports: [{quarter: 1, number: -1}]\n", "too-small", 4, 42),
        (REPORT + "decisions: [{by: nordost, outcome: passed}]\n", "not-one-of", 4, 36),
        (REPORT + "accounts: [{title: A, unit: kkr}]\n", "not-one-of", 4, 29),
        (REPORT + "indicators: [{name: A, outcome: {1822: 3}}]\n", "too-small", 4, 34),
        (REPORT + "indicators: [{name: A, outcome: {2022: [3]}}]\n", "wrong-type", 4, 34),
        (REPORT + "groups: [{id: alla, title: Alla, everyone: ja}]\n", "wrong-type", 4, 44),
        ("document: arsrapport\nyear: 2022\n", "missing-key", 1, 11),
        ("document: arsraport\nnamnd: nordost\nyear: 2022\n", "unknown-kind", 1, 11),
        ("document: [arsrapport]\nnamnd: nordost\nyear: 2022\n", "wrong-type", 1, 1),
        ("namnd: nordost\nyear: 2022\n", "no-kind", 1, 1),
        ("document: arsrapport\nnamnd: nordost\n", "missing-key", 1, 1),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_at_its_place(
    text: str, key: str, line: int, column: int, workspace: Workspaces
) -> None:
    problem = problem_of(text, workspace)
    assert (problem.text.key, *place(problem)) == (key, line, column)


def test_an_unknown_kind_of_document_is_told_with_the_nearest_known_one(workspace: Workspaces) -> None:
    problem = problem_of(REPORT.replace("arsrapport", "arsraport"), workspace)
    assert (problem.text.details["name"], problem.text.details["nearest"]) == ("arsraport", "arsrapport")


def test_a_word_that_is_not_possible_is_told_with_the_nearest_one_that_is(workspace: Workspaces) -> None:
    problem = problem_of(REPORT + "decisions: [{by: nordost, outcome: adoptd}]\n", workspace)
    assert problem.text.details["nearest"] == "adopted"
    assert problem.text.details["known"] == ["proposed", "adopted", "rejected", "referred"]


def test_a_missing_key_is_named(workspace: Workspaces) -> None:
    assert problem_of(REPORT + "annexes: [{kind: barnbokslut}]\n", workspace).text.details["name"] == "title"
    assert problem_of("document: arsrapport\nyear: 2022\n", workspace).text.details["name"] == "namnd"


def test_every_wrong_value_is_told_once(workspace: Workspaces) -> None:
    problems = problems_of(REPORT + "title: 5\nindicators: [{name: A, outcome: {2021: [1], 2022: {a: 1}}}]\n", workspace)
    assert len(problems) == 3
    assert {problem.text.key for problem in problems} == {"wrong-type"}


def test_a_document_of_the_city_has_no_namnd(workspace: Workspaces) -> None:
    made = workspace("document: kf-budget\nyear: 2024\n")
    assert made.entries[0].document.namnd is None


def test_a_figure_is_a_number_or_the_words_in_its_place(scope: Scopes) -> None:
    found, _ = indicator(scope, "outcome: {2020: 3, 2021: 3.5, 2022: i.u.}")
    assert found.outcome == {2020: 3, 2021: 3.5, 2022: "i.u."}


def test_dates_are_dates(scope: Scopes) -> None:
    document = scope(PLAN + "decisions: [{by: nordost, outcome: adopted, date: 2024-02-06}]\n").document
    assert document.decisions[0].date == datetime.date(2024, 2, 6)


def test_nothing_is_there_that_is_not_told(scope: Scopes) -> None:
    document = scope(PLAN).document
    for name, field in Document.model_fields.items():
        if name not in ("document", "namnd", "year"):
            assert getattr(document, name) == field.default
            assert not getattr(document, name)


# What follows from the data


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("better: lower, outcome: {2022: 4}, target: {2022: 3}", True),
        ("better: lower, outcome: {2022: 3}, target: {2022: 3}", False),
        ("better: lower, outcome: {2022: 2.9}, target: {2022: 3}", False),
        ("better: higher, outcome: {2022: 23}, target: {2022: 30}", True),
        ("better: higher, outcome: {2022: 30}, target: {2022: 30}", False),
        ("better: higher, outcome: {2022: 31}, target: {2022: 30}", False),
        ("better: lower, outcome: {2021: 9, 2022: 2}, target: {2021: 3, 2022: 3}", False),
        ("better: lower, outcome: {2022: 0}, target: {2022: -1}", True),
        ("outcome: {2021: 8, 2022: 7}, target: {2022: Öka.}", True),
        ("outcome: {2021: 8, 2022: 7}, target: {2022: Ska ökas}", True),
        ("outcome: {2021: 8, 2022: 7}, target: {2022: Minskning}", False),
        ("outcome: {2021: 8, 2022: 9}, target: {2022: 'O\u0308KA '}", False),
    ],
)
def test_a_target_is_missed_where_the_outcome_of_the_year_is_worse(text: str, missed: bool, scope: Scopes) -> None:
    found, made = indicator(scope, text)
    assert target_missed(found, made) is missed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("outcome: {2022: 4}, target: {2022: 3}", "no-direction"),
        ("better: lower, outcome: {2021: 4}, target: {2022: 3}", "no-outcome-or-target"),
        ("better: lower, outcome: {2022: 4}, target: {2023: 3}", "no-outcome-or-target"),
        ("better: lower, outcome: {2022: i.u.}, target: {2022: 3}", "no-outcome-or-target"),
        ("better: lower, outcome: {2022: 4}, target: {2022: minska}", "no-outcome-before"),
    ],
)
def test_it_cannot_be_told_whether_a_target_is_missed_without_figures_or_direction(
    text: str, reason: str, scope: Scopes
) -> None:
    found, made = indicator(scope, text)
    missed = target_missed(found, made)
    assert isinstance(missed, Unknown)
    assert missed.reason.key == reason


def test_a_goal_misses_the_targets_that_its_own_indicators_miss(scope: Scopes) -> None:
    made = scope(
        REPORT
        + """\
goals:
  - ref: kf-2022/goal-1
    indicators:
      - {name: Missed, better: lower, outcome: {2022: 4}, target: {2022: 3}}
      - {name: Met, better: lower, outcome: {2022: 3}, target: {2022: 3}}
      - {name: Not known, outcome: {2022: 4}, target: {2022: 3}}
      - {name: Of the city, level: city, better: lower, outcome: {2022: 4}, target: {2022: 3}}
"""
    )
    assert missed_targets(made.document.goals[0], made) == ["Missed"]


def test_of_two_indicators_or_targets_of_one_name_both_count(scope: Scopes) -> None:
    made = scope(
        REPORT
        + """\
goals:
  - ref: kf-2022/goal-1
    indicators:
      - {name: Closed, better: lower, outcome: {2022: 4}, target: {2022: 3}}
      - {name: Closed, better: lower, outcome: {2022: 3}, target: {2022: 3}}
"""
    )
    assert missed_targets(made.document.goals[0], made) == ["Closed"]
    by_kf = "targets: [{by: kf, target: {2022: 3}}, {by: kf, target: {2022: 5}}]"
    found, made = indicator(scope, f"better: lower, outcome: {{2022: 4}}, {by_kf}")
    assert targets_missed_of(found, made) == ["kf"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("outcome: {2022: 4}", 4),
        ("outcome: {2022: 0}, reason: Avvecklad", 0),
        ("outcome: {2022: i.u.}, reason: Avvecklad", "Avvecklad"),
        ("outcome: {2021: 4}, reason: Avvecklad", "Avvecklad"),
        ("outcome: {2022: ---}", None),
        ("unit: kr", None),
    ],
)
def test_an_indicator_tells_its_outcome_or_else_the_reason(text: str, expected: object, scope: Scopes) -> None:
    found, made = indicator(scope, text)
    assert outcome_or_reason(found, made) == expected


@pytest.mark.parametrize(
    ("programme", "until"),
    [
        (Programme.model_validate({"title": "A", "from": 2019, "to": 2023}), 2023),
        (Programme.model_validate({"title": "A", "from": 2019, "to": 2023, "extended-to": 2025}), 2025),
        (Programme.model_validate({"title": "A", "extended-to": 2025}), 2025),
    ],
)
def test_a_programme_is_valid_until_its_last_year_or_that_of_its_extension(
    programme: Programme, until: int, scope: Scopes
) -> None:
    assert programme.valid_until() == until


@pytest.mark.parametrize("values", [{"title": "A"}, {"title": "A", "from": 2019}])
def test_a_programme_without_a_last_year_is_valid_nobody_knows_how_long(values: dict[str, Any], scope: Scopes) -> None:
    until = Programme.model_validate(values).valid_until()
    assert isinstance(until, Unknown)
    assert until.reason.key == "no-validity"


def test_an_uppdrag_was_closed_on_its_day_or_else_by_the_day_up_to_which_the_document_tells(scope: Scopes) -> None:
    made = scope(REPORT + "uppdrag: [{ref: kf/a, closed-on: 2022-09-20}, {ref: kf/b}]\n")
    dated, undated = made.document.uppdrag
    assert closed_by(dated, made) == datetime.date(2022, 9, 20)
    latest = closed_by(undated, made)
    assert isinstance(latest, Latest)
    assert latest.day == datetime.date(2022, 12, 31)


def test_an_uppdrag_of_a_document_with_its_own_day_was_closed_by_that_day(scope: Scopes) -> None:
    made = scope(REPORT + "as-of: 2022-06-30\nuppdrag: [{ref: kf/b}]\n")
    latest = closed_by(made.document.uppdrag[0], made)
    assert isinstance(latest, Latest)
    assert latest.day == datetime.date(2022, 6, 30)


@pytest.mark.parametrize(
    ("section", "within"),
    [("'3.4.1'", ["3.4.1", "3.4", "3"]), ("'3'", ["3"]), ("'3.10'", ["3.10", "3"]), ("~", [])],
)
def test_a_section_is_within_itself_and_all_that_it_is_a_part_of(section: str, within: list[str], scope: Scopes) -> None:
    made = scope(PLAN + f"goals: [{{ref: kf/a, at: {{section: {section}}}}}]\n")
    at = made.document.goals[0].at
    assert at is not None
    assert at.within() == within


def test_a_document_was_adopted_on_the_day_of_the_first_decision_that_adopted_it(scope: Scopes) -> None:
    made = scope(
        PLAN
        + """\
decisions:
  - {by: nordost, outcome: proposed, date: 2024-01-16}
  - {by: nordost, outcome: referred, date: 2024-01-17}
  - {by: nordost, outcome: adopted, date: 2024-02-06}
  - {by: nordost, outcome: adopted, date: 2024-03-05}
""",
        today=datetime.date(2024, 12, 31),
    )
    assert adopted_on(made.document, made) == datetime.date(2024, 2, 6)
    assert adopted(made.document, made) is True


@pytest.mark.parametrize("decisions", ["[]", "[{by: nordost, outcome: rejected, date: 2024-02-06}]"])
def test_a_draft_was_adopted_on_no_day(decisions: str, scope: Scopes) -> None:
    made = scope(f"{PLAN}decisions: {decisions}\n")
    assert adopted_on(made.document, made) is None
    assert adopted(made.document, made) is False


@pytest.mark.parametrize(
    ("decisions", "day"),
    [
        (
            "[{by: nordost, outcome: adopted, date: 2024-03-05}, {by: nordost, outcome: adopted, date: 2024-02-06}]",
            "2024-02-06",
        ),
        (
            "[{by: centrum, outcome: adopted, date: 2023-11-07}, {by: nordost, outcome: adopted, date: 2024-02-06}]",
            "2024-02-06",
        ),
        (
            "[{by: nordost, outcome: proposed, date: 2024-01-16}, {by: nordost, outcome: adopted, date: 2024-02-06}]",
            "2024-02-06",
        ),
    ],
)
def test_the_earliest_adoption_by_its_own_namnd_counts(decisions: str, day: str, scope: Scopes) -> None:
    made = scope(f"{PLAN}decisions: {decisions}\n", today=datetime.date(2025, 1, 1))
    assert adopted_on(made.document, made) == decided_on(made.document, made) == datetime.date.fromisoformat(day)


def test_what_another_namnd_adopts_is_no_adoption(scope: Scopes) -> None:
    made = scope(PLAN + "decisions: [{by: centrum, outcome: adopted, date: 2024-01-09}]\n")
    assert (adopted(made.document, made), adopted_on(made.document, made)) == (False, None)


@pytest.mark.parametrize("decision", ["outcome: adopted", "outcome: adopted, date: 2034-02-06"])
def test_an_adoption_on_a_day_that_is_not_told_or_has_not_come_is_on_no_known_day(decision: str, scope: Scopes) -> None:
    made = scope(f"{PLAN}decisions: [{{by: nordost, {decision}}}]\n")
    assert adopted(made.document, made) is True
    assert isinstance(adopted_on(made.document, made), Unknown)
    both = scope(
        f"{PLAN}decisions: [{{by: nordost, {decision}}}, {{by: nordost, outcome: adopted, date: 2024-01-30}}]\n",
        today=datetime.date(2024, 2, 1),
    )
    latest = adopted_on(both.document, both)
    assert isinstance(latest, Latest)
    assert latest.day == datetime.date(2024, 1, 30)


def test_of_several_proposals_the_last_one_counts(scope: Scopes) -> None:
    proposals = "[{by: nordost, outcome: proposed, date: 2024-02-06}, {by: nordost, outcome: proposed, date: 2024-01-16}]"
    made = scope(f"{PLAN}decisions: {proposals}\n")
    assert decided_on(made.document, made) == datetime.date(2024, 2, 6)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        (PLAN, datetime.date(2024, 1, 1)),
        (REPORT, datetime.date(2022, 12, 31)),
        (REPORT.replace("arsrapport", "delarsrapport"), datetime.date(2022, 8, 31)),
        (REPORT + "as-of: 2022-10-31\n", datetime.date(2022, 10, 31)),
    ],
)
def test_a_document_tells_up_to_its_own_day_or_that_of_its_kind(text: str, until: datetime.date, scope: Scopes) -> None:
    made = scope(text)
    assert reported_through(made.document, made) == until


def test_the_deviation_follows_from_outcome_and_budget(scope: Scopes) -> None:
    made = scope(
        REPORT + "accounts: [{title: A, rows: [{title: B, outcome: -7, budget: -10}, {title: C, outcome: 7, deviation: 1}]}]\n"
    )
    both, one = made.document.accounts[0].rows
    assert both.outcome_minus_budget() == 3
    unknown = one.outcome_minus_budget()
    assert isinstance(unknown, Unknown)
    assert unknown.reason.key == "no-outcome-or-budget"


def test_an_organisation_has_the_names_of_its_namnder_and_groups(scope: Scopes) -> None:
    made = scope(
        "document: organisation\nyear: 2024\nnamnder: [{id: nordost, title: N}, {id: centrum, title: C}]\n"
        "groups: [{id: alla, title: A, everyone: true}]\n"
    )
    assert made.document.names() == ["nordost", "centrum", "alla"]


def test_rules_name_what_follows_by_its_kebab_name() -> None:
    of_indicator = {
        "outcome-or-reason",
        "outcome-of-year",
        "target-of-year",
        "assessment-by-limits",
        "limits",
        "known-as",
        "aims",
    }
    assert {"target-missed", "targets-missed-of", "aims", "outcomes", *of_indicator} == set(derived_of(Indicator))
    assert {
        "addressees",
        "given-to",
        "is-held",
        "outside-heading",
        "is-closed",
        "newly-closed",
        "bound-since",
        "closed-by",
        "reported-ref",
        "missing-predecessors",
        "dead-refs",
        "given-refs",
        "other-caretakers",
        "omitted-by",
    } == set(derived_of(Uppdrag))
    assert derived_of(Point) == {}
    assert set(derived_of(Decision)) == {"taken-by"}


def test_no_derived_name_is_a_key_as_well() -> None:
    for part in parts():
        assert not set(derived_of(part)) & set(keys_of(part)), part


# Identity


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        (PLAN, "verksamhetsplan-nordost-2024"),
        ("document: kf-budget\nyear: 2024\n", "kf-budget-2024"),
        ("document: kf-budget\nid: kf-2024\nyear: 2024\n", "kf-2024"),
        (REPORT + "as-of: 2022-08-31\n", "arsrapport-nordost-2022-2022-08-31"),
    ],
)
def test_a_document_is_known_by_its_id_or_by_kind_namnd_and_year(text: str, identity: str, scope: Scopes) -> None:
    made = scope(text)
    assert made.document.identity() == identity
    assert made.entry.header.identity == identity


def test_a_document_cannot_be_changed(scope: Scopes) -> None:
    document = scope(PLAN + "goals: [{ref: kf/a}]\n").document
    with pytest.raises(ValidationError, match="frozen"):
        document.year = 2025  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        document.goals[0].text = "x"  # type: ignore[misc]
    assert document.year == 2024


def test_every_part_is_frozen_and_strict() -> None:
    found = list(parts())
    assert Document in found
    assert Part not in found
    assert all(part.model_config["frozen"] and part.model_config["strict"] for part in found)


def test_every_list_of_a_document_and_nothing_else_may_be_incomplete() -> None:
    lists = [key for key, field in Document.model_fields.items() if field.default == [] and key != "incomplete"]
    assert get_args(Incomplete.model_fields["what"].annotation) == tuple(key.replace("_", "-") for key in lists)


def test_a_list_that_is_incomplete_may_be_its_key_alone(workspace: Workspaces) -> None:
    made = workspace(PLAN + "incomplete: [uppdrag, {what: goals, at: {page: 3}}]\n")
    assert [gap.what for gap in made.entries[0].document.incomplete] == ["uppdrag", "goals"]


@pytest.mark.parametrize("entry", ["updrag", "{what: updrag}"])
def test_a_list_that_no_document_has_is_said_with_the_nearest(entry: str, workspace: Workspaces) -> None:
    problem = problem_of(PLAN + f"incomplete: [{entry}]\n", workspace)
    assert (problem.text.key, problem.text.details["nearest"], problem.span.line) == ("not-one-of", "uppdrag", 4)
