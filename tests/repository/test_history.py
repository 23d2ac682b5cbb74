"""The history of a nämnd: the last known status of each uppdrag, and where the history has a gap."""

from __future__ import annotations

from plancheck.model.base import Unknown
from plancheck.model.document import Uppdrag
from plancheck.repository.history import every_place
from plancheck.repository.history import history as plancheck_history
from plancheck.repository.lineage import canonical, reference
from plancheck.repository.workspace import Workspace
from tests.fixtures import Workspaces
from tests.repository.plans import INTERIM_2023, PLAN_2023, PLAN_2024, REPORT_2022, REPORT_2023, uppdrag


def history(made: Workspace, n: int = 0) -> tuple[dict[str, str | None], Unknown | None]:
    """The last known status of each uppdrag as the n-th document sees it, and what is missing."""
    before = plancheck_history(made, made.entries[n])
    known = {}
    for place in every_place(before):
        assert isinstance(place.value, Uppdrag)
        known[str(reference(made, place.entry, place.value))] = place.value.status
    return known, before.gap


def test_the_last_known_state_is_that_of_the_latest_document(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        REPORT_2023 + uppdrag(("kf/a", "avslutad"), ("kf/b", "pågående")),
        REPORT_2022 + uppdrag(("kf/a", "pågående"), ("kf/b", "ej påbörjad"), ("kf/c", "pågående")),
    )
    assert history(made) == ({"kf/a": "avslutad", "kf/b": "pågående", "kf/c": "pågående"}, None)


def test_the_order_of_the_files_does_not_matter_to_the_history(workspace: Workspaces) -> None:
    older = REPORT_2022 + uppdrag(("kf/a", "pågående"))
    newer = REPORT_2023 + uppdrag(("kf/a", "avslutad"))
    assert history(workspace(PLAN_2024, older, newer)) == history(workspace(PLAN_2024, newer, older))


def test_a_status_in_a_delarsrapport_counts(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")), INTERIM_2023 + uppdrag(("kf/a", "avslutad")), REPORT_2023
    )
    known, _ = history(made)
    assert known == {"kf/a": "avslutad"}


def test_an_annex_at_the_end_of_a_year_reports_up_to_then(workspace: Workspaces) -> None:
    annex = "document: kvalitetsrapport\nnamnd: nordost\nyear: 2023\n" + uppdrag(("kf/a", "pågående"))
    assert history(workspace(PLAN_2024, annex, REPORT_2023)) == ({"kf/a": "pågående"}, None)


def test_a_plan_without_status_does_not_overwrite_a_known_status(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        REPORT_2022 + uppdrag(("kf/a", "avslutad")),
        PLAN_2023 + uppdrag(("kf/a", None), ("kf/b", None)),
        REPORT_2023 + uppdrag(("kf/c", None)),
    )
    known, _ = history(made)
    assert known == {"kf/a": "avslutad", "kf/b": None, "kf/c": None}


def test_a_status_told_later_overwrites_none(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, PLAN_2023 + uppdrag(("kf/a", None)), REPORT_2023 + uppdrag(("kf/a", "pågående")))
    assert history(made) == ({"kf/a": "pågående"}, None)


def test_of_two_documents_of_one_day_the_kind_that_the_rule_set_names_first_has_the_last_word(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        "document: namndbudget\nnamnd: nordost\nyear: 2023\n" + uppdrag(("kf/a", "avslutad")),
        PLAN_2023 + uppdrag(("kf/a", "pågående")),
    )
    assert history(made)[0] == {"kf/a": "avslutad"}


def test_the_history_is_that_of_the_same_namnd(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, (REPORT_2023 + uppdrag(("kf/a", "pågående"))).replace("nordost", "centrum"))
    known, gap = history(made)
    assert known == {}
    assert gap is not None


def test_the_history_ends_before_the_document_itself(workspace: Workspaces) -> None:
    made = workspace(
        REPORT_2023 + uppdrag(("kf/a", "avslutad")),
        REPORT_2022 + uppdrag(("kf/a", "pågående")),
        INTERIM_2023 + uppdrag(("kf/b", "pågående")),
        PLAN_2024 + uppdrag(("kf/c", "pågående")),
    )
    assert history(made) == ({"kf/a": "pågående", "kf/b": "pågående"}, None)


def test_an_earlier_day_of_the_same_year_precedes(workspace: Workspaces) -> None:
    made = workspace(
        INTERIM_2023 + "as-of: 2023-08-31\n",
        INTERIM_2023 + "as-of: 2023-04-30\n" + uppdrag(("kf/a", "pågående")),
        INTERIM_2023 + "as-of: 2023-10-31\n" + uppdrag(("kf/a", "avslutad")),
    )
    assert history(made)[0] == {"kf/a": "pågående"}


def test_the_history_has_a_gap_when_a_year_is_missing(workspace: Workspaces) -> None:
    made = workspace(PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")))
    known, gap = history(made)
    assert known == {"kf/a": "pågående"}
    assert gap is not None
    assert gap.reason.key == "history-ends"
    assert gap.reason.details["year"] == 2023
    assert str(gap.reason.details["until"]) == "2022-12-31"


def test_the_history_has_a_gap_when_the_year_was_not_told_to_its_end(workspace: Workspaces) -> None:
    gap = history(workspace(PLAN_2024, INTERIM_2023 + uppdrag(("kf/a", "pågående"))))[1]
    assert gap is not None
    assert str(gap.reason.details["until"]) == "2023-08-31"


def test_the_history_has_a_gap_when_the_last_report_tells_of_no_uppdrag(workspace: Workspaces) -> None:
    gap = history(workspace(PLAN_2024, REPORT_2022 + uppdrag(("kf/a", "pågående")), REPORT_2023))[1]
    assert gap is not None
    assert gap.reason.key == "history-ends"


def test_a_report_with_an_empty_list_tells_that_there_were_none(workspace: Workspaces) -> None:
    assert history(workspace(PLAN_2024, REPORT_2023 + "uppdrag: []\n")) == ({}, None)


def test_without_earlier_documents_there_is_no_history(workspace: Workspaces) -> None:
    known, gap = history(workspace(PLAN_2024 + uppdrag(("kf/a", "pågående"))))
    assert known == {}
    assert gap is not None
    assert gap.reason.key == "no-history"
    assert gap.reason.details == {"namnd": "nordost", "year": 2024}


def test_an_uppdrag_of_the_namnds_own_is_known_by_the_document_that_gave_it(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        PLAN_2023 + "uppdrag: [{id: faltare, title: Fler fältare}]\n",
        REPORT_2023 + uppdrag(("verksamhetsplan-nordost-2023/faltare", "pågående")),
    )
    assert history(made) == ({"verksamhetsplan-nordost-2023/faltare": "pågående"}, None)


def test_same_as_leads_old_references_to_the_new_one(workspace: Workspaces) -> None:
    made = workspace(
        PLAN_2024,
        "document: kf-budget\nid: kf-2023\nyear: 2023\nuppdrag: [{id: b, title: B, same-as: [kf-2022/a]}]\n",
        "document: kf-budget\nid: kf-2024\nyear: 2024\nuppdrag: [{id: c, title: C, same-as: [kf-2023/b, kf-2021/x]}]\n",
        REPORT_2022 + uppdrag(("kf-2022/a", "pågående")),
        REPORT_2023 + uppdrag(("kf-2023/b", "avslutad")),
    )
    assert canonical(made, "kf-2022/a") == canonical(made, "kf-2023/b") == canonical(made, "kf-2021/x") == "kf-2024/c"
    assert canonical(made, "kf-2024/c") == "kf-2024/c"
    assert canonical(made, "kf-2022/other") == "kf-2022/other"
    assert history(made) == ({"kf-2024/c": "avslutad"}, None)
