"""The SARIF report."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from jsonschema.validators import validator_for

from tests.command import check
from tests.paths import FORMATS_OF_OTHERS
from tests.reports.goteborg import findings, of_goteborg, report


def test_sarif_is_valid_against_its_schema_and_has_every_finding_and_all_that_cannot_be_judged() -> None:
    schema = json.loads((FORMATS_OF_OTHERS / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
    log = json.loads(of_goteborg("sarif"))
    assert [error.message[:200] for error in validator_for(schema)(schema).iter_errors(log)] == []
    (made,) = log["runs"]
    kinds = Counter(one["kind"] for one in made["results"])
    assert kinds == {"fail": report()["summary"]["failed"], "open": report()["summary"]["not-assessable"]}
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in made["results"])
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] and rule["properties"]["tags"] for rule in rules)
    related = sum(len(one["related"]) for one in findings())
    assert sum(len(one.get("relatedLocations", ())) for one in made["results"]) == related > 0
    told = {one["partialFingerprints"]["plancheck/v1"] for one in made["results"]}
    assert {one["fingerprint"] for one in findings()} <= told


def test_a_built_in_rule_has_its_own_severity(tmp_path: Path) -> None:
    doubted = "document: verksamhetsplan\nnamnd: nordost\nyear: 2030\n# GRANSKA: Se efter.\ntitle: Plan\n"
    (tmp_path / "plan.yaml").write_text(doubted, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("document: [\n", encoding="utf-8")
    log = json.loads(check(tmp_path, "--format", "sarif").stdout)
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert (levels["IMP001"], levels["FIL001"]) == ("note", "error")
