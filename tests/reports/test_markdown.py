"""The comment for a merge request."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.command import check
from tests.reports.goteborg import findings, of_goteborg, report


def test_a_comment_for_a_merge_request_has_each_finding_and_closes_what_it_opens() -> None:
    text = of_goteborg("markdown")
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>") > 1
    assert text.count("- 🔴") == report()["summary"]["error"]
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    assert html.startswith("<h2>plancheck: Göteborgs Stad – ")
    assert re.findall(r"<strong>\d+ (\w+):</strong>", html) == ["krav", "kontroller"]
    assert html.count("<li>") >= len(findings())


def test_a_comment_is_no_longer_than_hosts_let_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"  - {{id: u{n}, title: {'Ett uppdrag ' * 40}, by: kf, to: [ingen]}}\n" for n in range(400))
    Path("kf.yaml").write_text(f"document: kf-budget\nyear: 2025\nuppdrag:\n{rows}", encoding="utf-8")
    Path("organisation.yaml").write_text("document: organisation\nyear: 2025\nnamnder: [{id: a, title: A}]\n", encoding="utf-8")
    text = check("--format", "markdown").stdout
    assert 20_000 < len(text) <= 65_536
    assert re.search(r"^\d+ rader till får inte plats här\.$", text, re.MULTILINE)
    assert text.count("<details>") == text.count("</details>")
