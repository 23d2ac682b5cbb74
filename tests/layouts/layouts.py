"""In how many ways a document can be laid out: each layout puts the same content on a sheet as blocks of its own.

A layout is a function that is given a `Sheet` and puts blocks on it, and notes what a reader can then read there. What it
leaves out, such as a status where it has no place for one, is not asked for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

import measuring

from tests.layouts.content import NAME, YEAR, Content, Goal, Indicator, Uppdrag, content, prose


class Heading(NamedTuple):
    text: str
    level: int = 1
    number: str = ""

    @property
    def whole(self) -> str:
        return f"{self.number} {self.text}".strip()


class Paragraph(NamedTuple):
    """A paragraph; `lead` is what stands in bold at its beginning."""

    text: str
    lead: str = ""


class Item(NamedTuple):
    """A point of a list, with the mark before it as the reader sees it."""

    text: str
    mark: str = "•"
    depth: int = 0
    lead: str = ""


class Cell(NamedTuple):
    """A cell of a table, and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1


class Table(NamedTuple):
    """A table: its rows, of which the first `heads` are its head. A cell covered by one above it is left out of its row."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1


class PageBreak(NamedTuple):
    """The end of a page."""


Block = Heading | Paragraph | Item | Table | PageBreak

WORDS_OF_STATUS = {"pågående": "Pågående", "avslutad": "Avslutad", "ej påbörjad": "Ej påbörjad"}
OTHER_WORDS_OF_STATUS = {"pågående": "Enligt plan", "avslutad": "Genomförd", "ej påbörjad": "Ej startad"}
WORDS_OF_ASSESSMENT = {"helt uppfyllt": "God", "delvis uppfyllt": "Viss", "inte uppfyllt": "Ingen"}
OTHER_WORDS_OF_ASSESSMENT = {"helt uppfyllt": "Uppfyllt", "delvis uppfyllt": "Delvis uppfyllt", "inte uppfyllt": "Ej uppfyllt"}
DEGREES = {
    "helt uppfyllt": "I hög grad uppfyllt",
    "delvis uppfyllt": "I viss grad uppfyllt",
    "inte uppfyllt": "I låg grad uppfyllt",
}


@dataclass
class Sheet:
    """What a layout puts its blocks on: the content, the blocks, and what can be read in them."""

    content: Content
    chance: random.Random
    numbered: bool = False
    blocks: list[Block] = field(default_factory=list)
    goals: list[measuring.Goal] = field(default_factory=list)
    uppdrag: list[measuring.Uppdrag] = field(default_factory=list)
    indicators: list[measuring.Indicator] = field(default_factory=list)
    counters: list[int] = field(default_factory=list)
    base: int = 0

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, numbered where the document numbers its headings."""
        level += self.base
        self.counters = [*self.counters[:level], *[0] * (level - len(self.counters))]
        self.counters[level - 1] += 1
        number = ".".join(map(str, (max(1, n) for n in self.counters))) if self.numbered else ""
        self.blocks.append(Heading(text, level, number))

    def text(self, text: str, lead: str = "") -> None:
        self.blocks.append(Paragraph(text, lead))

    def item(self, text: str, mark: str = "•", depth: int = 0, lead: str = "") -> None:
        self.blocks.append(Item(text, mark, depth, lead))

    def table(self, *rows: Sequence[str | Cell], heads: int = 1) -> None:
        cells = (tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows)
        self.blocks.append(Table(tuple(cells), heads))

    def prose(self, *, traps: int = 1) -> None:
        """Running text that holds nothing, though it may speak of goals and uppdrag."""
        self.text(prose(self.chance, traps=traps))

    def note_uppdrag(
        self,
        uppdrag: Uppdrag,
        *,
        text: bool = False,
        comment: bool = False,
        status: str = "",
        due: bool = False,
        responsible: bool = False,
        report_to: bool = False,
    ) -> None:
        """Note an uppdrag of the content as one that can be read, and what is said of it; `status` is the word that stands."""
        self.uppdrag.append(
            measuring.Uppdrag(
                (uppdrag.short, uppdrag.given, uppdrag.title),
                uppdrag.ref,
                (uppdrag.status, status) if status else (),
                tuple(said for said, stands in ((uppdrag.text, text), (uppdrag.comment, comment)) if stands),
                uppdrag.due if due else None,
                uppdrag.responsible if responsible else None,
                "ks" if report_to else None,
            )
        )

    def note_goal(
        self, goal: Goal, *, text: bool = True, assessment: str = "", suffix: str = "", parent: str | None = None
    ) -> None:
        """Note a goal of the content as one that can be read; `assessment` is the word that stands there."""
        self.goals.append(
            measuring.Goal(
                (goal.title, *([f"{goal.title}{suffix}"] if suffix else [])),
                goal.ref,
                parent,
                (goal.assessment, assessment) if assessment else (),
                (goal.text,) if text else (),
            )
        )

    def note_indicator(self, indicator: Indicator) -> None:
        self.indicators.append(measuring.Indicator((indicator.name,), indicator.outcome, indicator.target))


Layout = Callable[[Sheet], None]
PLAN, REPORT = "verksamhetsplan", "arsrapport"


class Named(NamedTuple):
    """A layout, and the kind of document that it is for."""

    put: Layout
    kind: str


GOALS: dict[str, Named] = {}
"""Layouts of goals."""
UPPDRAG: dict[str, Named] = {}
"""Layouts of uppdrag."""


def _goals(name: str, kind: str = PLAN) -> Callable[[Layout], Layout]:
    return _named(GOALS, f"goals-{name}", kind)


def _uppdrag(name: str, kind: str = PLAN) -> Callable[[Layout], Layout]:
    return _named(UPPDRAG, f"uppdrag-{name}", kind)


def _named(layouts: dict[str, Named], name: str, kind: str) -> Callable[[Layout], Layout]:
    def add(put: Layout) -> Layout:
        layouts[name] = Named(put, kind)
        return put

    return add


# Uppdrag as headings and in running text


@_uppdrag("headings")
def _headings(sheet: Sheet) -> None:
    sheet.heading("Uppdrag från kommunfullmäktige")
    sheet.prose()
    for uppdrag in sheet.content.uppdrag:
        sheet.heading(uppdrag.short, 2)
        sheet.text(uppdrag.text)
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("numbered-headings")
def _numbered_headings(sheet: Sheet) -> None:
    sheet.numbered = True
    _headings(sheet)


@_uppdrag("headings-with-given")
def _headings_with_given(sheet: Sheet) -> None:
    sheet.heading("Särskilda uppdrag")
    for uppdrag in sheet.content.uppdrag:
        sheet.heading(uppdrag.short, 2)
        sheet.text(uppdrag.given)
        sheet.text(uppdrag.text)
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("headings-of-givers")
def _headings_of_givers(sheet: Sheet) -> None:
    for heading, is_own in (("Uppdrag från kommunfullmäktige", False), ("Nämndens egna uppdrag", True)):
        sheet.heading(heading)
        for uppdrag in sheet.content.uppdrag:
            if (uppdrag.ref is None) == is_own:
                sheet.heading(uppdrag.short, 2)
                sheet.text(uppdrag.text)
                sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("bold-leads")
def _bold_leads(sheet: Sheet) -> None:
    sheet.heading("Uppdrag")
    for uppdrag in sheet.content.uppdrag:
        sheet.text(uppdrag.text, f"{uppdrag.short}.")
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("bold-lines")
def _bold_lines(sheet: Sheet) -> None:
    sheet.heading("Uppdrag till nämnden")
    for uppdrag in sheet.content.uppdrag:
        sheet.text("", uppdrag.short)
        sheet.text(uppdrag.text)
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("paragraphs-given")
def _paragraphs_given(sheet: Sheet) -> None:
    sheet.heading("Uppdrag i budgeten")
    for uppdrag in sheet.content.uppdrag:
        sheet.text(uppdrag.given)
        sheet.text(uppdrag.text)
        sheet.note_uppdrag(uppdrag, text=True)


# Uppdrag in lists


def _list(heading: str, mark: str, *, given: bool, announced: bool = False) -> Layout:
    def put(sheet: Sheet) -> None:
        sheet.heading(heading)
        if announced:
            sheet.text(f"Nämnden har fått följande {len(sheet.content.uppdrag)} uppdrag:")
        for n, uppdrag in enumerate(sheet.content.uppdrag):
            sheet.item(uppdrag.given if given else uppdrag.short, _mark(mark, n))
            sheet.note_uppdrag(uppdrag)
        sheet.prose()

    return put


def _mark(mark: str, n: int) -> str:
    return mark.replace("1", str(n + 1)).replace("a", "abcdefghijklmnopqrstuvwxyz"[n])


for _name, _put in {
    "bullets-given": _list("Uppdrag från kommunfullmäktige", "•", given=True),
    "bullets-short": _list("Uppdrag från kommunfullmäktige", "•", given=False),
    "bullets-announced": _list("Styrning", "•", given=False, announced=True),
    "numbers-given": _list("Direktiv", "1.", given=True),
    "numbers-short": _list("Särskilda uppdrag", "1.", given=False),
    "letters-short": _list("Direktiv", "a)", given=False),
    "dashes-given": _list("Budgetuppdrag", "–", given=True),
}.items():
    _uppdrag(_name)(_put)


@_uppdrag("numbers-with-text")
def _numbers_with_text(sheet: Sheet) -> None:
    sheet.heading("Uppdrag från kommunfullmäktige")
    for n, uppdrag in enumerate(sheet.content.uppdrag):
        sheet.item(uppdrag.short, _mark("1.", n))
        sheet.text(uppdrag.text)
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("bullets-with-points-below")
def _bullets_with_points_below(sheet: Sheet) -> None:
    sheet.heading("Direktiv")
    for uppdrag in sheet.content.uppdrag:
        sheet.item(uppdrag.short)
        sheet.item(uppdrag.text, "◦", 1)
        sheet.note_uppdrag(uppdrag, text=True)


@_uppdrag("bullets-with-bold-lead")
def _bullets_with_bold_lead(sheet: Sheet) -> None:
    sheet.heading("Särskilda uppdrag")
    for uppdrag in sheet.content.uppdrag:
        sheet.item(uppdrag.text, lead=f"{uppdrag.short}:")
        sheet.note_uppdrag(uppdrag, text=True)


# Uppdrag in tables

Column = Callable[[int, Uppdrag], str]
COLUMNS: dict[str, Column] = {
    "Uppdrag": lambda _, uppdrag: uppdrag.given,
    "Åtgärd": lambda _, uppdrag: uppdrag.short,
    "Direktiv": lambda _, uppdrag: uppdrag.short,
    "Nr": lambda n, _: str(n),
    "Status": lambda _, uppdrag: WORDS_OF_STATUS[uppdrag.status],
    "Läge": lambda _, uppdrag: WORDS_OF_STATUS[uppdrag.status],
    "Lägesbild": lambda _, uppdrag: OTHER_WORDS_OF_STATUS[uppdrag.status],
    "Kommentar": lambda _, uppdrag: uppdrag.comment,
    "Hur vi genomför det": lambda _, uppdrag: uppdrag.text,
    "Nämndens omhändertagande": lambda _, uppdrag: uppdrag.text,
    "Så gör vi": lambda _, uppdrag: uppdrag.text,
    "Ansvarig": lambda _, uppdrag: uppdrag.responsible,
    "Klart senast": lambda _, uppdrag: uppdrag.due,
    "Återrapporteras till": lambda _, uppdrag: uppdrag.report_to,
}
"""What stands in a column of uppdrag, by its head."""
TEXTS = {"Hur vi genomför det", "Nämndens omhändertagande", "Så gör vi"}


def _table(
    heads: Sequence[str], heading: str = "Uppdrag", *, shuffled: bool = False, titled: bool = False, parts: int = 1
) -> Layout:
    def put(sheet: Sheet) -> None:
        sheet.heading(heading)
        sheet.prose()
        shown = list(heads)
        if shuffled:
            sheet.chance.shuffle(shown)
        rows = [_row(shown, n, uppdrag) for n, uppdrag in enumerate(sheet.content.uppdrag, 1)]
        size = -(-len(rows) // parts)
        title = [[Cell(f"Kommunfullmäktiges uppdrag {YEAR}", 1, len(shown))]] if titled else []
        for n in range(parts):
            # The head stands again on the next page.
            sheet.blocks.extend([PageBreak()] if n else [])
            sheet.table(*title, shown, *rows[n * size : (n + 1) * size], heads=1 + len(title))
        _note_rows(sheet, shown)

    return put


def _row(heads: Sequence[str], n: int, uppdrag: Uppdrag) -> list[str]:
    return [COLUMNS[head](n, uppdrag) for head in heads]


def _note_rows(sheet: Sheet, heads: Sequence[str]) -> None:
    for uppdrag in sheet.content.uppdrag:
        status = next((COLUMNS[head](0, uppdrag) for head in ("Status", "Läge", "Lägesbild") if head in heads), "")
        sheet.note_uppdrag(
            uppdrag,
            text=bool(TEXTS & set(heads)),
            comment="Kommentar" in heads,
            status=status,
            due="Klart senast" in heads,
            responsible="Ansvarig" in heads,
            report_to="Återrapporteras till" in heads,
        )


for _name, _kind, _put in (
    ("table-status-comment", REPORT, _table(["Uppdrag", "Status", "Kommentar"])),
    ("table-any-order", REPORT, _table(["Uppdrag", "Status", "Kommentar"], shuffled=True)),
    ("table-of-actions", PLAN, _table(["Nr", "Åtgärd", "Ansvarig", "Klart senast", "Läge"], "Uppdrag och åtgärder")),
    ("table-of-directives", PLAN, _table(["Direktiv", "Hur vi genomför det"], "Direktiv")),
    ("table-of-two-columns", PLAN, _table(["Uppdrag", "Nämndens omhändertagande"])),
    ("table-with-report-to", PLAN, _table(["Uppdrag", "Så gör vi", "Klart senast", "Återrapporteras till"])),
    ("table-with-title-row", REPORT, _table(["Uppdrag", "Status", "Kommentar"], titled=True)),
    ("table-over-pages", REPORT, _table(["Uppdrag", "Status", "Kommentar"], parts=2)),
    ("table-of-short-cells", REPORT, _table(["Åtgärd", "Läge"], "Uppdrag från kommunfullmäktige")),
    ("table-other-words", REPORT, _table(["Nr", "Direktiv", "Lägesbild", "Kommentar"], "Direktiv")),
):
    _uppdrag(_name, _kind)(_put)


@_uppdrag("table-merged-status", REPORT)
def _table_merged_status(sheet: Sheet) -> None:
    sheet.heading("Uppdrag")
    uppdrag = sorted(sheet.content.uppdrag, key=lambda one: one.status)
    rows: list[list[str | Cell]] = []
    for n, one in enumerate(uppdrag):
        same = sum(other.status == one.status for other in uppdrag)
        is_first = n == 0 or uppdrag[n - 1].status != one.status
        status = [Cell(WORDS_OF_STATUS[one.status], same)] if is_first else []
        rows.append([one.given, one.comment, *status])
        sheet.note_uppdrag(one, comment=True, status=WORDS_OF_STATUS[one.status])
    sheet.table(["Uppdrag", "Kommentar", "Status"], *rows)


@_uppdrag("table-divided", REPORT)
def _table_divided(sheet: Sheet) -> None:
    sheet.heading("Uppdrag")
    heads = ["Uppdrag", "Status", "Kommentar"]
    half = len(sheet.content.uppdrag) // 2
    rows: list[Sequence[str | Cell]] = [_row(heads, 0, uppdrag) for uppdrag in sheet.content.uppdrag]
    rows.insert(half, [Cell("Övriga uppdrag", 1, 3)])
    sheet.table(heads, [Cell("Uppdrag i budgeten", 1, 3)], *rows)
    _note_rows(sheet, heads)


@_uppdrag("forms", REPORT)
def _forms(sheet: Sheet) -> None:
    sheet.heading("Uppdrag")
    heads = ["Uppdrag", "Så gör vi", "Ansvarig", "Status", "Kommentar"]
    for n, uppdrag in enumerate(sheet.content.uppdrag, 1):
        sheet.table(*([head, COLUMNS[head](n, uppdrag)] for head in heads), heads=0)
        sheet.text("")
    _note_rows(sheet, heads)


@_uppdrag("labels", REPORT)
def _labels(sheet: Sheet) -> None:
    sheet.heading("Uppföljning av uppdrag")
    heads = ["Uppdrag", "Status", "Ansvarig", "Klart senast", "Kommentar"]
    for n, uppdrag in enumerate(sheet.content.uppdrag, 1):
        for head in heads:
            sheet.text(COLUMNS[head](n, uppdrag), f"{head}:")
    _note_rows(sheet, heads)


@_uppdrag("headings-with-labels", REPORT)
def _headings_with_labels(sheet: Sheet) -> None:
    sheet.heading("Uppdrag från kommunfullmäktige")
    for uppdrag in sheet.content.uppdrag:
        sheet.heading(uppdrag.short, 2)
        sheet.text(WORDS_OF_STATUS[uppdrag.status], "Status:")
        sheet.text(uppdrag.comment)
        sheet.note_uppdrag(uppdrag, comment=True, status=WORDS_OF_STATUS[uppdrag.status])


# Goals as headings

PERSPECTIVES = ("Invånare", "Medarbetare", "Ekonomi")
FOCUS = (" – fokus skolan", " – fokus äldre", " – fokus klimat")


def _goal_headings(
    heading: str, prefix: str = "", *, level: int = 2, numbered: bool = False, below: str = "", suffixes: bool = False
) -> Layout:
    def put(sheet: Sheet) -> None:
        sheet.numbered = sheet.numbered or numbered
        sheet.heading(heading)
        sheet.prose()
        for n, goal in enumerate(sheet.content.goals, 1):
            suffix = FOCUS[n % len(FOCUS)] if suffixes else ""
            sheet.heading(f"{prefix.replace('1', str(n))}{goal.title}{suffix}", level)
            if below:
                sheet.heading(below, level + 1)
            sheet.text(goal.text)
            sheet.note_goal(goal, suffix=suffix)

    return put


for _name, _put in {
    "headings": _goal_headings("Nämndens mål"),
    "numbered-headings": _goal_headings("Kommunfullmäktiges mål", numbered=True),
    "headings-other-words": _goal_headings("Inriktningsmål"),
    "headings-with-heading-below": _goal_headings("Mål", below="Så arbetar nämnden"),
    "prefix-number": _goal_headings("Mål och inriktning", "Mål 1: "),
    "prefix-number-stop": _goal_headings("Styrning", "Mål 1. "),
    "prefix-kf": _goal_headings("Styrning", "KF-mål: "),
    "prefix-whole": _goal_headings("Styrkort", "Kommunfullmäktiges mål: "),
    "suffixes": _goal_headings("Kommunfullmäktiges mål", suffixes=True),
}.items():
    _goals(_name)(_put)


@_goals("perspectives")
def _perspectives(sheet: Sheet) -> None:
    sheet.heading("Mål")
    for n, perspective in enumerate(PERSPECTIVES):
        sheet.heading(f"Perspektiv {perspective.lower()}", 2)
        sheet.prose()
        for goal in sheet.content.goals[n * 2 : n * 2 + 2]:
            sheet.heading(goal.title, 3)
            sheet.text(goal.text)
            sheet.note_goal(goal)


@_goals("areas-with-prefix")
def _areas_with_prefix(sheet: Sheet) -> None:
    for n, area in enumerate(PERSPECTIVES):
        sheet.heading(f"Målområde: {area}")
        for m, goal in enumerate(sheet.content.goals[n * 2 : n * 2 + 2], 1):
            sheet.heading(f"Mål {n * 2 + m}. {goal.title}", 2)
            sheet.text(goal.text)
            sheet.note_goal(goal)


@_goals("two-levels")
def _two_levels(sheet: Sheet) -> None:
    sheet.heading("Kommunfullmäktiges mål och nämndens mål")
    for goal in sheet.content.goals:
        sheet.heading(f"KF-mål: {goal.title}", 2)
        sheet.text(goal.text)
        sheet.note_goal(goal)
        for own in goal.sub_goals:
            sheet.heading(f"Nämndmål: {own.title}", 3)
            sheet.text(own.text)
            sheet.note_goal(own, parent=goal.title)


@_goals("three-levels")
def _three_levels(sheet: Sheet) -> None:
    _two_levels(sheet)
    first = sheet.content.goals[0]
    # The last level is a list of delmål below the nämndmål that came last.
    parent = sheet.content.goals[-1].sub_goals[-1]
    sheet.text("Delmål:")
    for indicator in first.indicators:
        title = f"{indicator.name} ökar jämfört med förra året"
        sheet.item(title)
        sheet.goals.append(measuring.Goal((title,), None, parent.title))


# Goals in lists and running text


@_goals("numbered-list")
def _numbered_list(sheet: Sheet) -> None:
    sheet.text("Mål:")
    for n, goal in enumerate(sheet.content.goals):
        sheet.item(goal.title, _mark("1.", n))
        sheet.text(goal.text)
        sheet.note_goal(goal)
    sheet.heading("Ekonomi")
    sheet.prose(traps=0)


@_goals("bullets")
def _bullets(sheet: Sheet) -> None:
    sheet.heading("Verksamhetsmål")
    sheet.prose()
    for goal in sheet.content.goals:
        sheet.item(goal.title)
        sheet.note_goal(goal, text=False)
    sheet.heading("Ekonomi")
    sheet.prose(traps=0)


@_goals("bold-leads")
def _goal_leads(sheet: Sheet) -> None:
    sheet.heading("Nämndens mål")
    for goal in sheet.content.goals:
        sheet.text(goal.text, f"{goal.title}.")
        sheet.note_goal(goal)


@_goals("labels", REPORT)
def _goal_labels(sheet: Sheet) -> None:
    sheet.heading("Uppföljning av mål")
    for goal in sheet.content.goals:
        sheet.text(goal.title, "Mål:")
        sheet.text(WORDS_OF_ASSESSMENT[goal.assessment], "Måluppfyllelse:")
        sheet.text(goal.text, "Kommentar:")
        sheet.note_goal(goal, assessment=WORDS_OF_ASSESSMENT[goal.assessment])


# Goals with assessments


def _assessed(words: dict[str, str], *, sentence: str = "", label: str = "Måluppfyllelse:") -> Layout:
    def put(sheet: Sheet) -> None:
        sheet.heading("Måluppfyllelse")
        sheet.prose()
        for goal in sheet.content.goals:
            sheet.heading(goal.title, 2)
            word = words[goal.assessment]
            if sentence:
                sheet.text(f"{goal.text} {sentence.format(word=word.lower())}")
            else:
                sheet.text(word, label)
                sheet.text(goal.text)
            sheet.note_goal(goal, assessment=word)

    return put


_goals("assessed-by-label", REPORT)(_assessed(WORDS_OF_ASSESSMENT))
_goals("assessed-in-sentence", REPORT)(_assessed(WORDS_OF_ASSESSMENT, sentence="Måluppfyllelsen bedöms som {word}."))
_goals("assessed-other-scale", REPORT)(_assessed(OTHER_WORDS_OF_ASSESSMENT, label="Bedömning:"))


def _goal_table(heads: Sequence[str], words: dict[str, str], *, prefix: str = "", titled: bool = False) -> Layout:
    def put(sheet: Sheet) -> None:
        sheet.heading("Uppföljning av mål")
        sheet.prose()
        rows = [
            [f"{prefix.replace('1', str(n))}{goal.title}", words[goal.assessment], goal.text][: len(heads)]
            for n, goal in enumerate(sheet.content.goals, 1)
        ]
        title = [[Cell("Kommunfullmäktiges mål", 1, len(heads))]] if titled else []
        sheet.table(*title, heads, *rows, heads=1 + len(title))
        for goal in sheet.content.goals:
            sheet.note_goal(goal, text=len(heads) > 2, assessment=words[goal.assessment])

    return put


for _name, _put in {
    "table": _goal_table(["Mål", "Måluppfyllelse", "Kommentar"], WORDS_OF_ASSESSMENT),
    "table-other-scale": _goal_table(["Nämndmål", "Bedömning", "Analys"], OTHER_WORDS_OF_ASSESSMENT, titled=True),
    "table-degrees": _goal_table(["KF-mål", "Måluppfyllelse"], DEGREES, prefix="1. "),
}.items():
    _goals(_name, REPORT)(_put)


@_goals("forms", REPORT)
def _goal_forms(sheet: Sheet) -> None:
    sheet.heading("Mål")
    for goal in sheet.content.goals:
        word = WORDS_OF_ASSESSMENT[goal.assessment]
        sheet.table(["Mål", goal.title], ["Måluppfyllelse", word], ["Analys", goal.text], heads=0)
        sheet.text("")
        sheet.note_goal(goal, assessment=word)


# Goals with indicators


def _shown(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _indicator_heads(*, short: bool = False) -> list[str]:
    outcome, target = ("Utfall", "Mål") if short else ("Utfall", "Målvärde")
    return [f"{outcome} {YEAR - 2}", f"{outcome} {YEAR - 1}", f"{target} {YEAR}"]


def _indicator_row(indicator: Indicator) -> list[str]:
    figures = (*indicator.outcome.values(), *indicator.target.values())
    return [indicator.name, *map(_shown, figures)]


@_goals("indicator-tables")
def _indicator_tables(sheet: Sheet) -> None:
    sheet.heading("Mål")
    for goal in sheet.content.goals:
        sheet.heading(goal.title, 2)
        sheet.text(goal.text)
        sheet.table(["Indikator", *_indicator_heads()], *map(_indicator_row, goal.indicators))
        sheet.note_goal(goal)
        for indicator in goal.indicators:
            sheet.note_indicator(indicator)


@_goals("indicators-in-table-of-goals")
def _indicators_in_table_of_goals(sheet: Sheet) -> None:
    sheet.heading("Mål och nyckeltal")
    rows: list[list[str | Cell]] = []
    for goal in sheet.content.goals:
        for n, indicator in enumerate(goal.indicators):
            first: list[str | Cell] = [] if n else [Cell(goal.title, len(goal.indicators))]
            rows.append([*first, *_indicator_row(indicator)])
            sheet.note_indicator(indicator)
        sheet.note_goal(goal, text=False)
    sheet.table(["Mål", "Nyckeltal", *_indicator_heads(short=True)], *rows)


@_goals("indicator-lines")
def _indicator_lines(sheet: Sheet) -> None:
    sheet.heading("Mål")
    for goal in sheet.content.goals:
        sheet.heading(f"Mål: {goal.title}", 2)
        sheet.text(goal.text)
        for indicator in goal.indicators:
            figures = [f"{head}: {cell}" for head, cell in zip(_indicator_heads(), _indicator_row(indicator)[1:], strict=True)]
            sheet.text(f"{indicator.name}. {', '.join(figures)}.", "Indikator:")
            sheet.note_indicator(indicator)
        sheet.note_goal(goal)


LAYOUTS = {**GOALS, **UPPDRAG}
"""Every layout by its name."""


# Whole documents


class Laid(NamedTuple):
    """A document that is laid out: what it is, its blocks, what is repeated on each page, and what is to be read in it."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    contents: Sequence[str]
    page_head: str
    expected: measuring.Expected
    registers: dict[str, str]


def laid(name: str, *more: str, seed: int = 0) -> Laid:
    """A document in a layout, or in several one after the other. What is around them depends on the name and the seed."""
    chance = random.Random(crc32(name.encode()) + seed)
    sheet = Sheet(content(seed + 1), chance, numbered=chance.random() < 0.4)
    named = [LAYOUTS[one] for one in (name, *more)]
    kind = REPORT if any(one.kind == REPORT for one in named) else PLAN
    title = f"{'Årsrapport' if kind == REPORT else 'Verksamhetsplan'} {YEAR}"
    sheet.heading("Inledning")
    sheet.prose()
    for one in named:
        one.put(sheet)
    sheet.heading("Avslutning")
    sheet.prose()
    headings = [block for block in sheet.blocks if isinstance(block, Heading)]
    has_contents, has_head = chance.random() < 0.4, chance.random() < 0.5
    contents = [f"{heading.whole} {'.' * 20} {3 + n // 4}" for n, heading in enumerate(headings) if heading.level < 3]
    expected = measuring.Expected(
        sheet.goals,
        sheet.uppdrag,
        sheet.indicators,
        labels=[title, NAME, *(heading.text for heading in headings)],
        contents=contents if has_contents else (),
    )
    return Laid(
        kind,
        title,
        tuple(sheet.blocks),
        expected.contents,
        f"Ekviks kommun, {NAME.lower()}" if has_head else "",
        expected,
        sheet.content.registers,
    )
