"""With which version of a rule set its rules came, went and were changed: as its files say, and as it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plancheck import RuleSet
from plancheck.model.source import parse
from plancheck.ruleset.loader import load
from plancheck.ruleset.locating import shipped_sets
from plancheck.ruleset.releases import Changes, changes_since
from plancheck.ruleset.versions import version_of
from plancheck.version import __version__
from tests.installed import install
from tests.paths import ROOT
from tests.ruleset.rules import RULES, Loads, Refused, documents, rule

HEAD = "ruleset: ours\nversion: 0.3.0\nearlier: [0.1.0, 0.2.0]\n" + documents()
WORDS = "{sv: Gäller även rapporter, en: Applies to reports too}"


def since(rule_id: str, *lines: str) -> str:
    """The rule of another id, with further lines."""
    return rule(rule_id) + "".join(f"    {line}\n" for line in lines)


def told(ruleset: RuleSet, version: str) -> list[str]:
    changes = changes_since(ruleset, version)
    assert isinstance(changes, Changes)
    return [f"{event.version} {event.rule} {event.kind}" for event in changes.events]


def why_not(ruleset: RuleSet, version: str) -> str:
    changes = changes_since(ruleset, version)
    assert not isinstance(changes, Changes)
    return changes.key


GROWN = (
    HEAD
    + "retired:\n  TST007: TST002\n  TST008: {in: 0.2.0, by: TST002}\n  TST009: {in: 0.3.0, since: 0.2.0}\nrules:\n"
    + since("TST001")
    + since("TST002", "since: 0.2.0", f"changed: {{0.3.0: {WORDS}}}")
    + since("TST003", "since: 0.3.0")
    + since("TST004", f"changed: {{0.2.0: {WORDS}, 0.3.0: {WORDS}}}")
)


# What is told


def test_who_knew_the_first_version_is_told_of_all_that_happened_since(loaded: Loads) -> None:
    ours = loaded(GROWN)
    # TST007 went before the first version, TST009 came and went since; what is new to somebody was not changed for them.
    assert told(ours, "0.1.0") == [
        "0.2.0 TST002 came",
        "0.2.0 TST004 changed",
        "0.2.0 TST008 went",
        "0.3.0 TST003 came",
        "0.3.0 TST004 changed",
    ]


def test_who_knew_a_later_version_is_told_of_what_happened_after_it(loaded: Loads) -> None:
    ours = loaded(GROWN)
    expected = ["0.3.0 TST002 changed", "0.3.0 TST003 came", "0.3.0 TST004 changed", "0.3.0 TST009 went"]
    assert told(ours, "0.2.0") == told(ours, "0.2") == expected
    assert told(ours, "0.3.0") == []


def test_a_rule_that_says_nothing_came_with_the_first_version(loaded: Loads) -> None:
    assert told(loaded(HEAD + "rules:\n" + rule("TST001")), "0.1.0") == []


@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("0.4.0", "version-ahead"), ("1", "version-ahead"), ("0.1.5", "unknown-version"), ("0.0.9", "unknown-version"),
        ("nyss", "bad-version"), ("", "bad-version"), ("0.1.0rc1", "bad-version"), (">=0.1", "bad-version"),
    ],
)  # fmt: skip
def test_a_version_that_the_rule_set_has_not_had_is_refused(version: str, key: str, loaded: Loads) -> None:
    assert why_not(loaded(GROWN), version) == key


def test_without_a_version_nobody_can_know_what_changed(loaded: Loads) -> None:
    assert why_not(loaded(RULES), "0.1.0") == "ruleset-has-no-version"
    assert why_not(loaded("version: vår\n" + RULES), "0.1.0") == "no-version-to-compare"


def test_a_rule_that_is_switched_off_here_has_not_come(loaded: Loads) -> None:
    assert "0.3.0 TST003 came" not in told(loaded(GROWN, changes="rules: {TST003: off}\n"), "0.1.0")


def test_a_rule_set_says_with_which_version_it_changed_or_switched_off_what_it_inherits(loaded: Loads) -> None:
    changes = f"change:\n  TST001: {{severity: info, changed: {{0.2.0: {WORDS}}}}}\n  TST002: {{off: 0.3.0}}\n"
    files = {
        "rules.yaml": "ruleset: ours\nversion: 0.3.0\nearlier: [0.1.0, 0.2.0]\nextends: base.yaml\n" + changes,
        "base.yaml": "version: 7.0.0\n" + documents() + "rules:\n" + rule("TST001") + rule("TST002"),
    }
    ours = loaded(files)
    assert (ours.rules["TST001"].severity, set(ours.rules)) == ("info", {"TST001"})
    assert told(ours, "0.1.0") == ["0.2.0 TST001 changed", "0.3.0 TST002 went"]
    assert [place.split(":")[0] for place in ours.off.values()] == ["ours/rules.yaml"]


def test_a_rule_that_is_on_again_has_not_gone(loaded: Loads) -> None:
    files = {
        "rules.yaml": "version: 0.2.0\nearlier: [0.1.0]\nextends: base.yaml\nchange: {TST001: {severity: info}}\n",
        "base.yaml": "version: 0.2.0\nearlier: [0.1.0]\n" + RULES + "change: {TST001: {off: 0.2.0}}\n",
    }
    assert told(loaded(files), "0.1.0") == []


# Rule sets that build on others


def test_rule_sets_of_one_package_and_one_version_are_released_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "version: 0.3.0\nearlier: [0.2.0]\n" + documents() + "rules:\n" + since("TST001", "since: 0.3.0") + since("TST002")
    city = "version: 0.3.0\nearlier: [0.2.0, 0.1.0]\nextends: bas\nrules:\n" + since("TST003", "since: 0.2.0")
    install(
        tmp_path,
        "regler",
        {"bas": "regler.bas", "stad": "regler.stad"},
        {"regler/bas/a.yaml": base, "regler/stad/a.yaml": city},
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert told(load("stad"), "0.2.0") == ["0.3.0 TST001 came"]
    # What the other rule set has not said to be later came with its first version.
    assert told(load("stad"), "0.1.0") == ["0.2.0 TST002 came", "0.2.0 TST003 came", "0.3.0 TST001 came"]


def test_what_has_versions_of_its_own_is_named_and_not_told(loaded: Loads) -> None:
    files = {
        "rules.yaml": "version: 0.3.0\nearlier: [0.2.0]\nextends: [base.yaml, plain.yaml]\n",
        "base.yaml": "version: 0.5.0\nearlier: [0.1.0]\n" + documents() + "rules:\n" + since("TST001", "since: 0.5.0"),
        "plain.yaml": "extends: base.yaml\nrules:\n" + since("TST002"),
    }
    changes = changes_since(loaded(files), "0.2.0")
    assert isinstance(changes, Changes)
    assert changes.events == ()
    assert [(other.name, other.version) for other in changes.apart] == [("ours/base.yaml", "0.5.0"), ("ours/plain.yaml", None)]


def test_a_rule_set_without_a_version_is_asked_by_that_of_the_one_it_extends(loaded: Loads, kommun: RuleSet) -> None:
    ours = loaded("extends: kommun\n")
    changes = changes_since(ours, str(kommun.version))
    assert isinstance(changes, Changes)
    assert (ours.version, changes.edition.name) == (kommun.version, "kommun")
    assert [other.name for other in changes.apart] == ["ours/rules.yaml"]


# What is refused when it is loaded


@pytest.mark.parametrize(
    ("lines", "key", "line"),
    [
        ("since: 0.4.0", "version-ahead", "since: 0.4.0"),
        ("since: 0.2.5", "unknown-version", "since: 0.2.5"),
        ("since: nyss", "bad-version", "since: nyss"),
        ("since: 0.2", "version-unquoted", "since: 0.2"),
        ("since: 1", "version-unquoted", "since: 1"),
        (f"changed: {{0.4.0: {WORDS}}}", "version-ahead", "changed: {0.4.0"),
        (f"changed: {{0.2.9: {WORDS}}}", "unknown-version", "changed: {0.2.9"),
        (f"changed: {{nyss: {WORDS}}}", "bad-version", "changed: {nyss"),
        (f"changed: {{0.2: {WORDS}}}", "version-unquoted", "changed: {0.2"),
        (f"changed: {{0.1.0: {WORDS}}}", "changed-before-it-came", "changed: {0.1.0"),
        ("changed: {0.2.0: {en: New}}", "missing-key", "changed: {0.2.0"),
        ("changed: {0.2.0: Ny}", "keys-with-values", "changed: {0.2.0"),
        ("changed: 0.2.0", "wrong-type", "changed: 0.2.0"),
        ("since: [0.2.0]", "wrong-type", "since: [0.2.0]"),
    ],
)
def test_a_version_that_a_rule_cannot_have_is_refused_where_it_stands(
    lines: str, key: str, line: str, refused: Refused
) -> None:
    (problem,) = refused(HEAD + "rules:\n" + since("TST001", lines))
    assert (problem.file, problem.text.key) == ("ours/rules.yaml", key)
    assert problem.line.strip().startswith(line)


def test_a_rule_is_not_changed_before_it_came(refused: Refused) -> None:
    (problem,) = refused(HEAD + "rules:\n" + since("TST001", "since: 0.3.0", f"changed: {{0.2.0: {WORDS}}}"))
    assert problem.text.key == "changed-before-it-came"


@pytest.mark.parametrize(
    ("retired", "key"),
    [
        ("{in: 0.4.0}", "version-ahead"), ("{in: 0.2.5}", "unknown-version"), ("{in: nyss}", "bad-version"),
        ("{in: 0.2}", "version-unquoted"), ("{in: 0.1.0}", "changed-before-it-came"), ("{by: TST001}", "missing-key"),
        ("{in: 0.2.0, since: 0.2.0}", "changed-before-it-came"), ("{in: 0.3.0, since: 0.9.0}", "version-ahead"),
        ("{in: 0.2.0, by: tst1}", "bad-rule-id"), ("tst1", "bad-rule-id"),
    ],
)  # fmt: skip
def test_a_version_in_which_a_rule_cannot_have_gone_is_refused_where_it_stands(
    retired: str, key: str, refused: Refused
) -> None:
    (problem,) = refused(HEAD + f"retired:\n  TST009: {retired}\nrules:\n" + rule("TST001"))
    assert (problem.text.key, problem.line.strip()) == (key, f"TST009: {retired}")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("{off: 0.4.0}", "version-ahead"), ("{off: nyss}", "bad-version"), ("{off: 0.2}", "version-unquoted"),
        ("{off: }", "version-unquoted"), ("{since: 0.2.0}", "fixed-key"), (f"{{changed: {{0.4.0: {WORDS}}}}}", "version-ahead"),
        ("{off: 0.2.0, severity: info}", "unknown-key"),
    ],
)  # fmt: skip
def test_a_version_that_a_change_cannot_have_is_refused_where_it_stands(change: str, key: str, refused: Refused) -> None:
    text = "version: 0.3.0\nearlier: [0.2.0]\nextends: base.yaml\nchange:\n  TST001: "
    (problem,) = refused({"rules.yaml": f"{text}{change}\n", "base.yaml": RULES})
    assert (problem.file, problem.span.line, problem.text.key) == ("ours/rules.yaml", 5, key)


@pytest.mark.parametrize("change", [f"{{changed: {{0.1.0: {WORDS}}}}}", "{since: 0.1.0}", "{off: 0.1.0}"])
def test_a_repository_has_no_versions_to_say_when_it_changed_a_rule(change: str, refused: Refused) -> None:
    (problem,) = refused(RULES, changes=f"ruleset: ours\nrules:\n  TST001: {change}\n")
    assert (problem.file, problem.span.line) == ("plancheck.yaml", 3)
    assert problem.text.key in ("fixed-key", "unknown-key")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("version: 0.2.0\nearlier: [0.2.0]\n", "version-not-earlier"),
        ("version: 0.2.0\nearlier: [0.1.0, 0.3.0]\n", "version-not-earlier"),
        ("version: 0.2.0\nearlier: [förra]\n", "bad-version"),
        ("version: 0.2.0\nearlier: [0.1]\n", "version-unquoted"),
        ("version: 0.2\n", "version-unquoted"),
        ("earlier: [0.1.0]\n", "no-version-to-compare"),
        ("version: vår\nearlier: [0.1.0]\n", "no-version-to-compare"),
    ],
)
def test_an_earlier_version_that_is_none_is_refused_where_it_stands(head: str, key: str, refused: Refused) -> None:
    (problem,) = refused(head + RULES)
    assert (problem.span.line, problem.text.key) == (head.count("\n"), key)


@pytest.mark.parametrize("head", ["", "version: vår\n"])
def test_a_rule_says_its_version_only_where_the_rule_set_has_one(head: str, refused: Refused) -> None:
    (problem,) = refused(head + documents() + "rules:\n" + since("TST001", "since: 0.1.0"))
    assert problem.text.key == "no-version-to-compare"


def test_a_version_of_any_other_form_still_is_one_where_nothing_is_compared(loaded: Loads) -> None:
    assert loaded("version: våren 2025\n" + RULES).version == "våren 2025"


# The rule sets that ship


def released() -> Mapping[str, Mapping[str, list[str]]]:
    text = Path(__file__).with_name("released.yaml").read_text(encoding="utf-8")
    lists: Mapping[str, Mapping[str, list[str]]] = parse(text, "released.yaml").value([])
    return lists


def test_the_rules_of_every_version_that_is_released_are_written_down() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## ([0-9.]+)(.*)$", changelog, re.MULTILINE)
    assert versions
    assert sorted(released()) == sorted(version for version, said in versions if "not yet" not in said)


def test_the_shipped_rule_sets_have_the_version_of_the_program_they_are_released_with() -> None:
    assert {name: load(name).version for name in shipped_sets()} == dict.fromkeys(shipped_sets(), __version__)


@pytest.mark.parametrize("name", shipped_sets())
def test_a_shipped_rule_says_with_which_version_it_came_if_not_with_the_first(name: str) -> None:
    ruleset = load(name)
    (own,) = [edition for edition in ruleset.editions if edition.name == name]
    assert sorted(own.earlier) == sorted(
        version for version in released() if name in released()[version] and version != own.version
    )
    for version, lists in released().items():
        if name in lists:
            known = {event.rule for event in ruleset.events if event.edition == own and event.kind == "came"}
            came = {
                event.rule
                for event in ruleset.events
                if event.edition == own and event.kind == "came" and is_later(event.version, version)
            }
            assert came == known - set(lists[name])
            gone = {event.rule for event in ruleset.events if event.kind == "went" and is_later(event.version, version)}
            assert set(lists[name]) - known <= gone


def is_later(version: str, other: str) -> bool:
    return (version_of(version) or ()) > (version_of(other) or ())
