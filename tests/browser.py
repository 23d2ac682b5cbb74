"""Headless Chromium, as Debian has it: what people see of a report, and what axe-core finds in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
PATIENCE = 300_000
"""Milliseconds after which something counts as hanging: no machine is that busy."""
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
"""The rules of axe-core that a page must pass to meet WCAG 2.1 AA."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that reaches nothing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"], timeout=PATIENCE
        )
        yield browser
        browser.close()


def opened(
    browser: Browser,
    html: str,
    *,
    width: int = 1440,
    scheme: Literal["light", "dark"] = "light",
    scripts: bool = True,
) -> Page:
    """A page with what the browser said about it under `said`."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else said.append(request.url))
    page.goto(html)
    page.said = said  # type: ignore[attr-defined]
    return page


def violations(page: Page) -> list[str]:
    """What axe-core finds that breaks WCAG 2.1 AA, and how often."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    # What passes is not listed node by node, which takes longer than to find it.
    options = {"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]}
    found: dict[str, Any] = Axe().run(page, options=options).response
    return [f"{one['id']}: {one['help']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
