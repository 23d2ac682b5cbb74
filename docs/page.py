"""Make the picture of the report to read in docs/reports.md: the top of the page over the example of Göteborg.

python docs/page.py (needs Chromium)
"""

from __future__ import annotations

import contextlib
import datetime
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "report.png"


def main() -> None:
    """Write the picture."""
    from plancheck.reports import Layout
    from plancheck.reports.html import render
    from plancheck.run.check import check
    from plancheck.run.open import open_repository

    with contextlib.chdir(ROOT):
        folder = Path("examples/goteborg")
        repository = open_repository([folder])
        result = check([folder], today=datetime.date(2024, 3, 11), language="en", repository=repository)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        page_file = Path(place, "report.html")
        page_file.write_text(render(result, repository.ruleset, Layout()), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 900}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.screenshot(path=str(PICTURE))
        browser.close()


if __name__ == "__main__":
    main()
