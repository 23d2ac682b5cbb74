"""The HTML report: what it says, and whether everybody can read it in a browser."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, needs_chromium, opened, violations
from tests.command import answers, plancheck
from tests.page import text_of, written
from tests.paths import GOTEBORG, ROOT


@pytest.fixture(scope="module")
def swedish(folder: Path) -> str:
    return written(folder, GOTEBORG)


@pytest.fixture(scope="module")
def english(folder: Path) -> str:
    return written(folder, GOTEBORG, "--lang", "en")


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    plancheck("check", "--today", "2026-11-22", GOTEBORG, "-o", folder / "r.json")
    values: dict[str, Any] = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    return values


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


class Printed(NamedTuple):
    """A page of paper: its text, its size, and how far to the right its words reach."""

    text: str
    width: float
    height: float
    right: float


@cache
def printed(browser: Browser, address: str) -> list[Printed]:
    """The pages of a report on paper."""
    from pypdfium2 import PdfDocument

    page = opened(browser, address)
    data = page.pdf(prefer_css_page_size=True)
    page.context.close()
    pages = []
    with PdfDocument(data) as pdf:
        for one in pdf:
            text = one.get_textpage()
            rights = [text.get_rect(n)[2] for n in range(text.count_rects())]
            width, height = one.get_size()
            pages.append(Printed(text.get_text_bounded(), width, height, max(rights, default=0.0)))
    return pages


# What stands in it


def test_the_page_asks_for_nothing_from_outside(swedish: str) -> None:
    text = text_of(swedish)
    assert re.findall(r"""\bsrc\s*=|\bhref\s*=\s*(?!["']?#)|url\(|@import""", text) == []
    assert "default-src 'none'" in text


def test_every_finding_stands_there_once_with_its_message_and_what_to_do(swedish: str, report: dict[str, Any]) -> None:
    from markupsafe import escape

    text = text_of(swedish)
    findings = [one for one in report["evaluations"] if one["outcome"] == "failed"]
    assert len(findings) > 20
    for one in findings:
        assert text.count(f'id="f-{one["fingerprint"]}"') == 1
        assert str(escape(one["message"])) in text
        assert str(escape(one["hint"])) in text


def test_every_rule_that_was_asked_has_a_place_and_every_link_leads_somewhere(swedish: str, report: dict[str, Any]) -> None:
    text = text_of(swedish)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {f"r-{rule}" for rule in report["rules"]} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_the_municipality_what_weighs_most_and_the_counts_stand_at_the_top(swedish: str, report: dict[str, Any]) -> None:
    text, numbers = text_of(swedish), report["summary"]["requirements"]
    head = re.search(r"<h1>(.*?)</h1>", text)
    assert head
    assert head[1].startswith("Göteborgs Stad<")
    errors = Counter(one["rule"] for one in report["evaluations"] if one["outcome"] == "failed" and one["severity"] == "error")
    rule, _ = errors.most_common(1)[0]
    assert any(one["message"] in head[1] for one in report["evaluations"] if one["rule"] == rule and one.get("message"))
    tiles = re.findall(r'<li class="tile ([a-z-]+)"><strong>([^<]+)</strong>', text)
    assert {name: int(number) for name, number in tiles} == {name: number for name, number in numbers.items() if number}
    assert f"{len(answers(report))} kontroller: {report['summary']['passed']} utan fynd" in text


def test_with_quiet_there_are_findings_but_no_list_of_requirements(folder: Path) -> None:
    text = text_of(written(folder, GOTEBORG, "--quiet"))
    assert 'class="finding' in text
    assert 'id="requirements"' not in text
    assert 'id="rules"' not in text
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'\bid="([^"]+)"', text))


def test_a_city_without_findings_is_told_so(folder: Path) -> None:
    text = text_of(written(folder, ROOT / "examples" / "minimal"))
    assert "Inget. Det finns inga fynd i det som kunde bedömas." in text


# In a browser


@needs_chromium
@pytest.mark.parametrize(("language", "scheme"), [("sv", "light"), ("en", "dark")])
def test_everybody_can_read_it(
    language: str, scheme: Literal["light", "dark"], swedish: str, english: str, browser: Browser
) -> None:
    page = opened(browser, {"sv": swedish, "en": english}[language], scheme=scheme)
    assert page.evaluate("document.documentElement.lang") == language
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []
    assert page.said == []  # type: ignore[attr-defined]
    page.context.close()


@needs_chromium
def test_what_judges_it_sees_what_people_cannot_read(folder: Path, browser: Browser) -> None:
    bad = folder / "bad.html"
    bad.write_text("<html><body><p style='color: #eee; background: #fff'>Blekt</p><input></body></html>", encoding="utf-8")
    found = violations(opened(browser, bad.as_uri()))
    assert {one.partition(":")[0] for one in found} >= {"color-contrast", "label", "html-has-lang"}


@needs_chromium
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_overlaps_and_nothing_runs_out_of_the_page(width: int, swedish: str, browser: Browser) -> None:
    page = opened(browser, swedish, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    overlapping = page.evaluate(
        """() => {
          const found = [];
          const groups = ['.tiles > li', '.finding > *', 'nav li', '#filter > *', '.sparks > li', '.spark > *',
            'main > section', 'thead th'];
          for (const group of groups) {
            const boxes = [...document.querySelectorAll(group)].filter((one) => one.offsetParent && !one.closest('.sr'));
            boxes.forEach((one, n) => {
              const here = one.getBoundingClientRect();
              const next = boxes[n + 1];
              if (!next || next.parentElement !== one.parentElement) return;
              const there = next.getBoundingClientRect();
              const x = Math.min(here.right, there.right) - Math.max(here.left, there.left);
              const y = Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top);
              if (x > 1 && y > 1) found.push(group + ': ' + one.textContent.trim().slice(0, 60));
            });
          }
          return found;
        }"""
    )
    assert overlapping == []
    page.context.close()


@needs_chromium
def test_the_filters_choose_by_document_family_severity_and_words(
    swedish: str, report: dict[str, Any], browser: Browser
) -> None:
    page = opened(browser, swedish)
    findings = [one for one in report["evaluations"] if one["outcome"] == "failed"]

    def shown() -> int:
        return page.locator(".finding:visible").count()

    assert shown() == len(findings)
    page.uncheck("[name=severity][value=warning]")
    assert shown() == sum(one["severity"] != "warning" for one in findings)
    assert page.inner_text("#filter-count") == f"Visar {shown()} av {len(findings)} fynd"
    page.click("button[type=reset]")
    page.locator(".finding[hidden]").first.wait_for(state="detached")
    page.select_option("#filter-family", "EKO")
    assert shown() == sum(one["rule"].startswith("EKO") for one in findings)
    page.select_option("#filter-family", "")
    file = next(one["location"]["file"] for one in findings if "verksamhetsplan.yaml" in one["location"]["file"])
    page.select_option("#filter-document", file)
    assert shown() == sum(one["location"]["file"] == file for one in findings)
    assert page.locator(".actor:visible").count() == 1
    page.select_option("#filter-document", "")
    page.fill("#filter-text", "KOMMUNBIDRAG budgeterat")
    assert 0 < shown() < 5
    page.context.close()


@needs_chromium
def test_a_link_to_a_finding_can_be_sent_and_one_to_a_rule_opens_it(
    swedish: str, report: dict[str, Any], browser: Browser
) -> None:
    one = next(one for one in reversed(report["evaluations"]) if one["outcome"] == "failed")
    page = opened(browser, f"{swedish}#f-{one['fingerprint']}")
    box = page.locator(f"#f-{one['fingerprint']}").bounding_box()
    assert box
    assert 0 <= box["y"] < 900
    page.click(f"#f-{one['fingerprint']} a.rule")
    page.locator(f"#r-{one['rule']}[open]").wait_for(state="attached")
    assert page.locator(f"#r-{one['rule']} > p").first.is_visible()
    page.context.close()


@needs_chromium
def test_it_can_be_used_without_a_mouse(swedish: str, browser: Browser) -> None:
    page = opened(browser, swedish)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#to-do"
    page.keyboard.press("Tab")
    page.keyboard.type("lex sarah")
    assert page.locator(".finding:visible").count() < page.locator(".finding").count()
    page.focus("#k-UPP > summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.getElementById('k-UPP').open") is True
    outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outlined != "none"
    page.context.close()


@needs_chromium
def test_with_scripts_off_everything_can_be_read(swedish: str, browser: Browser) -> None:
    page = opened(browser, swedish, scripts=False)
    assert page.locator("#filter").is_hidden()
    assert page.locator(".finding:visible").count() == page.locator(".finding").count() > 20
    page.click("#k-UPP > summary")
    assert page.locator("#r-UPP001 > summary").is_visible()
    page.context.close()


@needs_chromium
def test_it_prints_on_a4_with_everything_unfolded(swedish: str, report: dict[str, Any], browser: Browser) -> None:
    pages = printed(browser, swedish)
    text = "\n".join(one.text for one in pages)
    assert (round(pages[0].width), round(pages[0].height)) == (595, 842)
    assert max(one.right for one in pages) < 595
    assert "Sök i fynden" not in text
    # What is met is counted, and does not fill the paper.
    whole = " ".join(text.split()).split("Varje regel: varför")[1]
    broken = {one["rule"] for one in report["evaluations"] if one["outcome"] != "passed"}
    assert all((rule["title"] in whole) == (name in broken) for name, rule in report["rules"].items() if name.startswith("UPP"))
    # A family without a finding does not even have its name there.
    failed = {one["rule"].rstrip("0123456789") for one in report["evaluations"] if one["outcome"] == "failed"}
    assert all((f"{letters} " in whole) == (letters in failed) for letters in ("KED", "KVA", "LEX", "UPP"))


@needs_chromium
def test_no_printed_page_has_only_a_few_lines(swedish: str, folder: Path, browser: Browser) -> None:
    for address in (swedish, written(folder, ROOT / "examples" / "almstad"), written(folder, ROOT / "examples" / "minimal")):
        assert min(len(one.text.splitlines()) for one in printed(browser, address)) > 5


@needs_chromium
@pytest.mark.parametrize("width", [390, 1440])
def test_only_a_table_that_scrolls_says_so(width: int, swedish: str, browser: Browser) -> None:
    page = opened(browser, swedish, width=width)
    tables = page.locator(".scroll")
    told = []
    for n in range(tables.count()):
        tables.nth(n).scroll_into_view_if_needed()
        # The page may not have said so yet: it is waited for until it does.
        table = tables.nth(n).element_handle()
        says_so = "one => one.previousElementSibling.checkVisibility() === one.scrollWidth > one.clientWidth"
        page.wait_for_function(says_so, arg=table)
        told.append(tables.nth(n).evaluate("one => one.scrollWidth > one.clientWidth"))
    assert any(told) == (width < 1000)
    page.context.close()


@needs_chromium
def test_a_report_over_five_hundred_documents_is_small_and_mostly_folded(folder: Path, browser: Browser) -> None:
    city = folder / "large"
    (city / "kf").mkdir(parents=True)
    names = [f"n{n}" for n in range(100)]
    (city / "organisation.yaml").write_text(
        "document: organisation\nyear: 2024\nnamnder:\n"
        + "".join(f"  - {{id: {name}, title: Nämnden {name}}}\n" for name in names),
        encoding="utf-8",
    )
    for year in range(2020, 2025):
        uppdrag = "".join(
            f"  - {{id: u{n}, title: Uppdrag nummer {n}, by: kf, to: [{names[n % 100]}, n1]}}\n" for n in range(30)
        )
        goals = "".join(f"  - {{id: g{n}, title: Mål nummer {n} för staden}}\n" for n in range(5))
        (city / "kf" / f"{year}.yaml").write_text(
            f"document: kf-budget\nid: kf-{year}\nyear: {year}\ngoals:\n{goals}uppdrag:\n{uppdrag}", encoding="utf-8"
        )
        for name in names:
            goals = "".join(f"  - {{ref: kf-{year}/g{n}, text: Så tar nämnden hand om målet under året.}}\n" for n in range(4))
            plan = city / name / f"{year}.yaml"
            plan.parent.mkdir(exist_ok=True)
            plan.write_text(f"document: verksamhetsplan\nnamnd: {name}\nyear: {year}\ngoals:\n{goals}", encoding="utf-8")
    address = written(folder, city)
    size = Path(address.removeprefix("file://")).stat().st_size
    assert 500_000 < size < 5_000_000
    page = opened(browser, address)
    page.locator("#filter:not([hidden])").wait_for(state="attached")
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    counted = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}
    # Most of the page is folded, and nothing in it is laid out before somebody unfolds it.
    assert page.evaluate("document.querySelectorAll('*').length") < 120_000
    assert 0 < counted["LayoutObjects"] < 12_000
    page.context.close()
