"""The map of uppdrag: what was dropped, what is overdue, what may have been closed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.page import text_of, written
from tests.paths import GOTEBORG


def test_the_map_tells_what_was_dropped_what_is_overdue_and_what_may_have_been_closed(folder: Path) -> None:
    text = text_of(written(folder, GOTEBORG, "--lang", "sv"))
    row = re.search(r"<tr[^>]*><th scope=\"row\">Förbättringar efter enkäten.*?</tr>", text, re.DOTALL)
    assert row
    states = re.findall(r'class="state ([a-z]+)"', row[0])
    # Told in the report, left out in its annex; and no document tells of the end of 2023.
    assert states == ["open", "missing", "unknown"]
    assert "försenat" in row[0]


def test_an_uppdrag_that_the_next_plan_drops_is_marked(folder: Path) -> None:
    shutil.copytree(GOTEBORG, folder / "dropped")
    made = folder / "dropped" / "nordost" / "2023" / "verksamhetsplan.yaml"
    made.parent.mkdir()
    made.write_text(
        "document: verksamhetsplan\nnamnd: nordost\nyear: 2023\nuppdrag:\n  - {ref: kf-2022/skolfam}\n", encoding="utf-8"
    )
    text = text_of(written(folder, folder / "dropped"))
    row = re.search(r"<tr[^>]*><th scope=\"row\">Utredning om en tillnyktringsenhet.*?</tr>", text, re.DOTALL)
    back = re.search(r"<tr[^>]*><th scope=\"row\">Plats i Skolfam.*?</tr>", text, re.DOTALL)
    assert row
    assert back
    assert re.findall(r'class="state ([a-z]+)"', row[0])[:3] == ["open", "open", "missing"]
    assert "tillbaka" in back[0]
