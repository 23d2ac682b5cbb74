"""The check `plugin`: what passes, what fails and where, and what is not assessable."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures import Judged
from tests.judged import PLAN, all_told


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with an entry point, as pip would have left it."""
    site = tmp_path / "site"
    info = site / "ourchecks-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ourchecks\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[plancheck.checks]\nlong-enough = ourchecks_of_test:judge\n")
    (site / "ourchecks_of_test.py").write_text(
        "from plancheck.model.base import Unknown\n"
        "from plancheck.query.verdict import Verdict, not_assessable, passed\n"
        "def judge(items, scope, parameters):\n"
        "    for item in items:\n"
        "        text = item.value.text\n"
        "        if text is None:\n"
        "            yield not_assessable(item, item, Unknown('stated-once', field='text'))\n"
        "        elif len(text) >= parameters['letters']:\n"
        "            yield passed(item)\n"
        "        else:\n"
        "            yield Verdict('failed', item, item, key='text', values={'item': item, 'value': len(text)})\n"
    )
    monkeypatch.syspath_prepend(str(site))


PLUGIN = "check: plugin\nplugin: long-enough\nitems: uppdrag\nwhere: {ref: present}\nparameters: {letters: 3}\n"


@pytest.mark.usefixtures("plugin")
def test_plugin_asks_an_installed_entry_point(judged: Judged) -> None:
    plan = PLAN + "uppdrag:\n  - {ref: k/a, text: Ja}\n  - {ref: k/b, text: Nej}\n  - {ref: k/c}\n  - {title: D, text: x}\n"
    found = judged(PLUGIN, {"plan.yaml": plan}, message="{item.ref} has {value}")
    assert all_told(found) == [
        "plan.yaml:6:22 failed k/a has 2",
        "plan.yaml:7:6 passed",
        "plan.yaml:8:6 not-assessable text is stated in only one of the places",
    ]


@pytest.mark.usefixtures("plugin")
def test_plugin_cannot_be_told_without_the_document_that_it_is_about(judged: Judged) -> None:
    rule = PLUGIN.replace("items: uppdrag", "items: annex.barnbokslut.uppdrag")
    assert [one.outcome for one in judged(rule, {"plan.yaml": PLAN})] == ["not-assessable"]
