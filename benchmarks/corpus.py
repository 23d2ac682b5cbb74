"""A made-up city's plans over years, as many as wanted, with defects that are known: what `scale.py` measures with.

Every year has a budget of KF, and every nämnd its verksamhetsplan, its årsrapport and the six annexes of that, eight documents.
An uppdrag is carried over until it is avslutad; some are decided anew under another name each few years, and a nämnd is
succeeded by another. Without defects nothing in them is wrong by the rule set `goteborg`. The same seed gives the same files.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

Values: TypeAlias = dict[str, Any]
AREAS = (
    "tidiga-insatser", "arbete-och-sysselsattning", "trygghet-och-stadsutveckling", "delaktighet-och-tillit",
    "kultur-kvalitet-och-effektivitet",
)  # fmt: skip
DIMENSIONS = ("ekonomisk-dimension", "ekologisk-dimension", "social-dimension")
SECTIONS_OF_ARSRAPPORT = (
    "sammanfattning", "vasentlig-styrinformation", "ovrig-uppfoljning", "styrsystem", "kvalitetsledning",
    "utredningar-barn-och-unga", "ej-verkstallda", "hvb", "kriskommunikation", "krisledningsplaner", "miljo", "bokslut",
    "styrinformation-till-namnden", "redovisning-av-uppdrag", "lex-sarah", "barnbokslut",
)  # fmt: skip
QUALITY = (
    "kunskapsbaserad", "sjalvbestammande-och-integritet", "helhetssyn-och-samordning", "trygghet-och-sakerhet",
    "tillganglighet", "jamlikhet", "effektivitet",
)  # fmt: skip
ACTIVITIES = ("Barn och unga", "Ekonomiskt bistånd", "Vuxna")
ANNEXES = (
    "ej-verkstallda", "lex-sarah", "kvalitetsrapport", "barnbokslut", "uppfoljning-leverantorer", "uppfoljning-verksamhetsplan",
)  # fmt: skip
WORDS = (  # noqa: SIM905
    "arbetet nämnden barn unga stöd insatser samverkan skolan föreningar bostad trygghet personal utbildning kvalitet "
    "hälsa äldre boende planen uppföljning resultat metoder verksamheten familjer grupper mötesplatser området tidigt "
    "långsiktigt gemensamt bättre fler färre nya utökade lokala digitala riktade öppna jämlika behov handläggning "
    "utredning "
).split()
FIRST_YEAR = 2016


class Planted(NamedTuple):
    """A defect that is known to be there: the rule that must find it, and in which document."""

    rule: str
    document: str


@dataclass
class Life:
    """An uppdrag of KF: its references by year, and for each nämnd the year in which it is completed; None for never."""

    title: str
    names: dict[int, str]
    closed: dict[str, int | None] = field(default_factory=dict)

    def ref(self, year: int) -> str:
        """The newest reference by a year."""
        return self.names[max(known for known in self.names if known <= year)]

    def is_known(self, year: int) -> bool:
        """Whether it had been given by a year."""
        return min(self.names) <= year

    def is_open(self, namnd: str, year: int) -> bool:
        """Whether a nämnd has it in the plan of a year: it has been given, and not completed before."""
        closed = self.closed.get(namnd)
        return self.is_known(year) and (closed is None or closed >= year)


@dataclass
class Shape:
    """How large a corpus is: nämnder, years, and for each year the goals and new uppdrag of KF.

    There must be six of each at least, so that each målområde has some. Every `defects`th nämnd and year has a defect; none has
    where it is 0. `renamed` is after how many years an uppdrag that goes on is decided anew, 0 for never. The first nämnd is
    succeeded by another in the middle of the years, where there are four or more.
    """

    namnder: int
    years: int
    goals: int = 10
    uppdrag: int = 12
    renamed: int = 3
    defects: int = 5
    seed: int = 1


def made(shape: Shape, folder: Path) -> list[Planted]:
    """Write the documents of a corpus into an empty folder; give its defects."""
    corpus = _Corpus(shape)
    for path, values in corpus.documents():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
        file.write_text(text, encoding="utf-8")
    (folder / "plancheck.yaml").write_text("ruleset: goteborg\n", encoding="utf-8")
    return corpus.planted


class _Corpus:
    """The documents of a shape, one after the other, and the defects that they have been given."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.random = random.Random(shape.seed)
        self.planted: list[Planted] = []
        self.years = range(FIRST_YEAR, FIRST_YEAR + shape.years)
        # The first nämnd is succeeded by another in the middle of the years.
        self.turn = FIRST_YEAR + shape.years // 2
        self.lives = list(self._lives())

    def names(self, year: int) -> list[str]:
        """The nämnder of a year."""
        names = [f"omrade-{n:03}" for n in range(self.shape.namnder)]
        return ["nya-omradet", *names[1:]] if self._is_succeeded and year >= self.turn else names

    @property
    def _is_succeeded(self) -> bool:
        return self.shape.years >= 4

    def documents(self) -> Iterator[tuple[Path, Values]]:
        """Every document with its path."""
        yield Path("organisation.yaml"), self._organisation()
        number = 0
        for year in self.years:
            yield Path(f"kf/{year}-budget.yaml"), self._budget(year)
            for namnd in self.names(year):
                documents = self._of_namnd(namnd, year)
                number += 1
                if self.shape.defects and number % self.shape.defects == 0:
                    self._plant(documents, number // self.shape.defects)
                for kind, values in documents.items():
                    yield Path(f"{namnd}/{year}/{kind}.yaml"), values

    def _sentence(self, least: int = 9, most: int = 16) -> str:
        words = self.random.choices(WORDS, k=self.random.randint(least, most))
        return f"{' '.join(words).capitalize()}."

    def _lives(self) -> Iterator[Life]:
        """The uppdrag of all years. One each year is never completed, and decided anew now and then.

        Where there is one nämnd only, every uppdrag is completed some time, and decided anew until then: that nämnd has as many
        each year, so that twice the years are twice the work.
        """
        last = FIRST_YEAR + self.shape.years - 1
        for year in self.years:
            for n in range(self.shape.uppdrag):
                life = Life(f"{self._sentence(4, 7)[:-1]} {year} {n}", {})
                is_alone = self.shape.namnder == 1
                if n or is_alone:
                    for namnd in (*self.names(FIRST_YEAR), "nya-omradet"):
                        life.closed[namnd] = year + (self.random.randint(0, 3) if n else 4)
                    self._agree_on_succession(life)
                until = (life.closed["omrade-000"] or last) if is_alone else year if n else last
                step = self.shape.renamed or last
                life.names.update({then: f"kf-{then}/uppdrag-{year}-{n}" for then in range(year, min(until, last) + 1, step)})
                yield life

    def _agree_on_succession(self, life: Life) -> None:
        """What the first nämnd has completed, its successor does not have."""
        first = life.closed["omrade-000"]
        if self._is_succeeded and first is not None:
            life.closed["nya-omradet"] = first

    def _organisation(self) -> Values:
        names = [f"omrade-{n:03}" for n in range(self.shape.namnder)]
        namnder: list[Values] = [{"id": name, "title": f"Nämnden för område {name[-3:]}"} for name in names]
        if self._is_succeeded:
            namnder[0]["to"] = self.turn - 1
            namnder.append(
                {"id": "nya-omradet", "title": "Nämnden för det nya området", "from": self.turn, "succeeds": ["omrade-000"]}
            )
        return {
            "document": "organisation",
            "id": "organisation",
            "year": FIRST_YEAR,
            "title": "Påhittade staden",
            "namnder": namnder,
            "groups": [{"id": "alla", "title": "Alla nämnder", "everyone": True}],
        }

    def _goals(self, year: int) -> list[Values]:
        return [{"id": f"goal-{n}", "title": f"Mål {n} för {year} om {WORDS[n % len(WORDS)]}"} for n in range(self.shape.goals)]

    def _budget(self, year: int) -> Values:
        uppdrag = []
        for life in self.lives:
            if year not in life.names:
                continue
            earlier = [known for known in life.names if known < year]
            again = {"same-as": [life.names[max(earlier)]]} if earlier else {}
            identity = life.names[year].partition("/")[2]
            uppdrag.append({"id": identity, "title": life.title, "by": "kf", "to": ["alla"], **again})
        return {
            "document": "kf-budget",
            "id": f"kf-{year}",
            "year": year,
            "title": f"Kommunfullmäktiges budget {year}",
            "decisions": [_decision("kf", datetime.date(year - 1, 11, 14), f"KS-{year - 1}-88")],
            "goals": self._goals(year),
            "uppdrag": uppdrag,
        }

    def _of_namnd(self, namnd: str, year: int) -> dict[str, Values]:
        had = [life for life in self.lives if life.is_open(namnd, year)]
        goals = self._reported_goals(year)
        reported = [self._reported(life, namnd, year) for life in had]
        return {
            "verksamhetsplan": self._plan(namnd, year, had),
            "arsrapport": self._report(namnd, year, goals, reported),
            "uppfoljning-verksamhetsplan": self._follow_up(namnd, year, goals, reported),
            "barnbokslut": self._barnbokslut(namnd, year),
            "ej-verkstallda": self._unexecuted(namnd, year),
            "kvalitetsrapport": self._quality(namnd, year),
            "lex-sarah": self._lex_sarah(namnd, year),
            "uppfoljning-leverantorer": _document("uppfoljning-leverantorer", namnd, year, "Uppföljning av leverantörer"),
        }

    def _plan(self, namnd: str, year: int, had: list[Life]) -> Values:
        sections: list[Values] = [
            {"number": "1", "title": "Inledning", "kind": "inledning", "page": 1},
            {"number": "2", "title": "Förutsättningar", "kind": "forutsattningar", "page": 2},
            {"number": "3", "title": "Nämndens mål och uppdrag", "kind": "mal-och-uppdrag", "page": 3},
        ]
        for n, area in enumerate(AREAS, start=1):
            sections.append({"number": f"3.{n}", "title": area.capitalize(), "kind": "malomrade", "area": area, "page": 3 + n})
        goals = [
            {
                "ref": f"kf-{year}/goal-{n}",
                "area": AREAS[n % len(AREAS)],
                "at": {"section": f"3.{n % len(AREAS) + 1}", "page": 4 + n % len(AREAS)},
                "text": f"{self._sentence()} {self._sentence()}",
            }
            for n in range(self.shape.goals)
        ]
        uppdrag = [
            {
                "ref": life.ref(year),
                "area": AREAS[n % len(AREAS)],
                "text": f"{self._sentence()} {self._sentence()}",
                "at": {"section": f"3.{n % len(AREAS) + 1}", "page": 4 + n % len(AREAS)},
            }
            for n, life in enumerate(had)
        ]
        programmes = [
            {"title": f"Program {n} för {area}", "from": year - 2, "to": year + 2, "area": area, "at": {"page": 5}}
            for area in AREAS
            for n in range(4)
        ]
        return {
            **_document("verksamhetsplan", namnd, year, "Verksamhetsplan"),
            "decisions": [_decision(namnd, datetime.date(year, 2, 5), f"N-{year}-12")],
            "sections": sections,
            "goals": goals,
            "uppdrag": uppdrag,
            "programmes": programmes,
            "development-areas": self._taken_up(namnd, year),
            "annexes": [
                {"kind": "handlingsplaner-folkhalsa", "title": "Handlingsplaner för folkhälsan"},
                {"kind": "rapport-digitalisering", "title": "Rapport om digitalisering"},
            ],
        }

    def _taken_up(self, namnd: str, year: int) -> list[Values]:
        """The development areas of the barnbokslut of the year before."""
        before = self._before(namnd, year)
        return [] if before is None else [{"ref": f"barnbokslut-{before}-{year - 1}/omrade-{n}"} for n in range(4)]

    def _before(self, namnd: str, year: int) -> str | None:
        """The nämnd whose documents of the year before are there; None where there are none."""
        if year == FIRST_YEAR:
            return None
        return namnd if namnd in self.names(year - 1) else "omrade-000"

    def _reported_goals(self, year: int) -> list[Values]:
        goals = []
        for n in range(self.shape.goals):
            good = self.random.random() < 0.6
            target = self.random.randint(50, 90)
            indicators = [
                {
                    "name": f"Andel {WORDS[(n + m) % len(WORDS)]} mål {n} nummer {m}",
                    "unit": "procent",
                    "better": "higher",
                    "outcome": {year - 1: target - 3, year: target + 1 if good else target - 2},
                    "target": {year: target},
                    "at": {"section": "2", "page": 8 + n},
                }
                for m in range(4)
            ]
            measures = [self._sentence() for _ in range(3)]
            goals.append({
                "ref": f"kf-{year}/goal-{n}",
                "area": AREAS[n % len(AREAS)],
                "at": {"section": "2", "page": 8 + n},
                "assessment": "god" if good else "viss",
                "analysis": " ".join(self._sentence() for _ in range(5)),
                "measures": measures,
                "indicators": indicators,
            })  # fmt: skip
        return goals

    def _reported(self, life: Life, namnd: str, year: int) -> Values:
        is_closed = life.closed.get(namnd) == year
        return {
            "ref": life.ref(year),
            "status": "avslutad" if is_closed else "pågående",
            "comment": f"{self._sentence()} {self._sentence()}",
            "at": {"section": "14", "page": 45},
        }

    def _report(self, namnd: str, year: int, goals: list[Values], reported: list[Values]) -> Values:
        sections: list[Values] = [
            {"title": f"Bedömning ur {kind}", "kind": kind, "page": 1, "text": self._sentence()} for kind in DIMENSIONS
        ]
        for n, kind in enumerate(SECTIONS_OF_ARSRAPPORT, start=1):
            sections.append({"number": str(n), "title": kind.capitalize(), "kind": kind, "page": 3 + n})
            sections += [{"number": f"{n}.{m}", "title": self._sentence(3, 6)[:-1], "page": 3 + n} for m in range(1, 6)]
        points = ("godkanna-och-oversanda", "faststalla-resultat", "slutforda-uppdrag")
        decision = _decision(namnd, datetime.date(year + 1, 2, 5), f"N-{year + 1}-9")
        result = self.random.randint(2, 90) * 1000
        return {
            **_document("arsrapport", namnd, year, "Årsrapport"),
            "decisions": [{**decision, "points": [{"kind": kind, "text": self._sentence()} for kind in points]}],
            "consultations": [{"with": "fsg", "date": datetime.date(year + 1, 1, 28)}],
            "sections": sections,
            "goals": goals,
            "uppdrag": reported,
            "annexes": [{"kind": kind, "title": kind.capitalize(), "number": n} for n, kind in enumerate(ANNEXES, start=2)],
            "lex-sarah-reports": [{"quarter": n, "number": 1} for n in range(1, 5)],
            "unexecuted-counts": [{"law": "SoL", "number": 4}, {"law": "LSS", "number": 3}],
            "figures": [
                {"name": "arets-resultat", "title": "Årets resultat", "value": result, "unit": "tkr", "at": {"page": page}}
                for page in (1, 4, 31, 42)
            ],
            "accounts": [self._account(f"Tabell {n}", n) for n in range(1, 5)],
        }

    def _account(self, title: str, number: int) -> Values:
        rows = []
        for n in range(8):
            budget = self.random.randint(-5000, 5000) * 10
            outcome = budget + self.random.randint(-300, 300)
            rows.append({"title": f"Post {number}.{n}", "outcome": outcome, "budget": budget, "deviation": outcome - budget})
        total = {key: sum(row[key] for row in rows) for key in ("outcome", "budget", "deviation")}  # type: ignore[misc]
        return {
            "title": title, "unit": "tkr", "rows": rows, "total": {"title": "Summa", **total},
            "at": {"section": "12", "page": 40},
        }  # fmt: skip

    def _follow_up(self, namnd: str, year: int, goals: list[Values], reported: list[Values]) -> Values:
        section = {"number": "2", "title": "Nämndens mål och uppdrag", "kind": "mal-och-uppdrag", "page": 4}
        return {
            **_document("uppfoljning-verksamhetsplan", namnd, year, "Uppföljning av verksamhetsplanen"),
            "sections": [section, {"number": "14", "title": "Uppdrag", "page": 30}],
            "goals": goals,
            "uppdrag": reported,
        }

    def _barnbokslut(self, namnd: str, year: int) -> Values:
        follow_ups = [
            {
                "ref": area["ref"],
                "title": f"Utveckling {n} {year - 1}",
                "measures": [self._sentence()],
                "comment": self._sentence(),
            }
            for n, area in enumerate(self._taken_up(namnd, year))
        ]
        kinds = ("inledning", "uppfoljning", "nulagesanalys", "utvecklingsomraden")
        return {
            **_document("barnbokslut", namnd, year, "Barnbokslut"),
            "sections": [
                {"number": str(n), "title": kind.capitalize(), "kind": kind, "page": n} for n, kind in enumerate(kinds, start=1)
            ],
            "articles": [{"article": n, "text": self._sentence(), "at": {"section": "3"}} for n in (2, 3, 6, 12, 9, 18)],
            "follow-ups": follow_ups,
            "development-areas": [
                {
                    "id": f"omrade-{n}",
                    "title": f"Utveckling {n} {year}",
                    "measures": [self._sentence(), self._sentence()],
                    "expected": self._sentence(),
                    "at": {"section": "4", "page": 17},
                }
                for n in range(4)
            ],
        }

    def _unexecuted(self, namnd: str, year: int) -> Values:
        rows = [
            {
                "number": n,
                "law": "SoL" if n <= 4 else "LSS",
                "decided": datetime.date(year, 1 + n % 6, 1 + n),
                "reason": self._sentence(),
            }
            for n in range(1, 8)
        ]
        return {**_document("ej-verkstallda", namnd, year, "Ej verkställda beslut"), "unexecuted": rows}

    def _quality(self, namnd: str, year: int) -> Values:
        areas = [
            {"area": area, "activity": activity, "at": {"section": str(n), "page": 10 * n}}
            for n, activity in enumerate(ACTIVITIES, start=1)
            for area in QUALITY
        ]
        return {
            **_document("kvalitetsrapport", namnd, year, "Kvalitetsrapport"),
            "period": {"from": datetime.date(year - 1, 9, 1), "to": datetime.date(year, 8, 31)},
            "sections": [{"number": str(n), "title": name, "page": 10 * n} for n, name in enumerate(ACTIVITIES, start=1)],
            "quality-areas": areas,
        }

    def _lex_sarah(self, namnd: str, year: int) -> Values:
        events = [
            {
                "diary-number": f"N-{year}-{n}",
                "activity": "Vuxna",
                "severity": "missforhallande",
                "kind": self._sentence(),
                "provider": "own",
                "protection": self._sentence(),
                "prevention": self._sentence(),
            }
            for n in range(1, 5)
        ]
        return {**_document("lex-sarah", namnd, year, "Rapportering enligt lex Sarah"), "events": events}

    def _plant(self, documents: dict[str, Values], number: int) -> None:
        """Make one of the documents of a nämnd and a year wrong: which way is the number's turn."""
        rule, kind, spoil = DEFECTS[number % len(DEFECTS)]
        values = documents[kind]
        if spoil(values):
            self.planted.append(Planted(rule, f"{kind}-{values['namnd']}-{values['year']}"))


def _document(kind: str, namnd: str, year: int, title: str) -> Values:
    return {"document": kind, "namnd": namnd, "year": year, "title": f"{title} {year}"}


def _decision(by: str, day: datetime.date, number: str) -> Values:
    return {"by": by, "outcome": "adopted", "date": day, "paragraph": "§ 9", "diary-number": number}


# Each defect is the only finding that follows from it. What makes a document wrong says whether it could.


def _late(values: Values) -> bool:
    values["decisions"][0]["date"] = datetime.date(values["year"], 3, 15)
    return True


def _without(key: str, n: int = -1) -> Callable[[Values], bool]:
    def spoil(values: Values) -> bool:
        del values[key][n]
        return True

    return spoil


def _lacking(key: str, field: str) -> Callable[[Values], bool]:
    def spoil(values: Values) -> bool:
        del values[key][0][field]
        return True

    return spoil


def _contradicted(values: Values) -> bool:
    values["figures"][1]["value"] += 7000
    return True


def _dropped(values: Values) -> bool:
    """Without an uppdrag of an earlier year, where it has one."""
    kept = [uppdrag for uppdrag in values["uppdrag"] if uppdrag["ref"].startswith(f"kf-{values['year']}/")]
    earlier = [uppdrag for uppdrag in values["uppdrag"] if uppdrag not in kept]
    values["uppdrag"] = [*earlier[1:], *kept]
    return bool(earlier)


DEFECTS: tuple[tuple[str, str, Callable[[Values], bool]], ...] = (
    ("TID001", "verksamhetsplan", _late),
    ("MAL001", "verksamhetsplan", _without("goals")),
    ("UPP001", "verksamhetsplan", _without("uppdrag")),
    ("UPP002", "verksamhetsplan", _dropped),
    ("UPP003", "verksamhetsplan", _lacking("uppdrag", "text")),
    ("EKO003", "arsrapport", _contradicted),
    ("BAR003", "barnbokslut", _without("articles", 0)),
    ("EVB003", "ej-verkstallda", _lacking("unexecuted", "reason")),
    ("LEX004", "lex-sarah", _lacking("events", "prevention")),
)
