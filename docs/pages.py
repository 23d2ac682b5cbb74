"""Make the pages that follow from the rule files: one for each rule, their index, and what covers each requirement.

python docs/pages.py
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import plancheck
from plancheck.model.source import parse
from plancheck.ruleset.explaining import explained, vocabularies_of
from plancheck.ruleset.model import Requirement, Rule, RuleSet, RuleSource
from plancheck.ruleset.testing import own_rules, rule_sets

ROOT = Path(__file__).parents[1]
EXAMPLES = tuple(path.name for path in sorted((ROOT / "examples").iterdir()) if path.is_dir())
LAW = "lag"
"""The rule set of what law demands: every other one builds on it."""
TODAY = datetime.date(2026, 1, 1)
GENERATED = "<!-- Made by docs/pages.py from the rule files. Change those, and run it. -->"


class Shipped(NamedTuple):
    """A rule that ships, the rule set that brings it, and the rule sets that change it, with what they change."""

    rule: Rule
    ruleset: RuleSet
    folder: str
    changed: dict[str, Any]

    @property
    def family(self) -> str:
        """The letters of its id."""
        return self.rule.id.rstrip("0123456789")


def shipped() -> list[Shipped]:
    """Every rule that ships, in the order of their ids."""
    changes: dict[str, dict[str, Any]] = {}
    for path in sorted((ROOT / "rules").glob("*/*.yaml")):
        for rule, change in parse(path.read_text(encoding="utf-8"), path.name).value([]).get("change", {}).items():
            before = changes.setdefault(path.parent.name, {}).get(rule, {})
            changes[path.parent.name][rule] = {**before, **change} if isinstance(change, dict) else change
    found = [
        Shipped(rule, ruleset, path.name, {name: change[rule.id] for name, change in changes.items() if rule.id in change})
        for path, ruleset in rule_sets(str(ROOT / "rules"), ROOT)
        for rule in own_rules(ruleset, path)
        if rule.source.name.startswith(f"rules/{path.name}/")
    ]
    return sorted(found, key=lambda one: one.rule.id)


def pages() -> dict[Path, str]:
    """Every page, by its path from the docs folder."""
    rules = shipped()
    made = {Path("rules", f"{one.rule.id}.md"): page(one) for one in rules}
    return {**made, Path("rules", "README.md"): index(rules), Path("coverage.md"): coverage(rules)}


def page(one: Shipped) -> str:
    """What there is to say of a rule, in Swedish and English."""
    sv, en = (explained(one.rule, one.ruleset, language) for language in ("sv", "en"))
    file = re.sub(r":\d+$", "", sv.place)
    facts = [
        ("Regelverk / rule set", f"`{one.folder}`"),
        ("Gäller / applies to", both(sv.applies, en.applies)),
        ("Allvarlighetsgrad / severity", both(sv.severity, en.severity)),
        *(("Krav / requirement", both(*words)) for words in zip(sv.requirements, en.requirements, strict=True)),
        ("Källa / source", sv.source),
        *(("Version", both(*words)) for words in zip(sv.versions, en.versions, strict=True)),
        ("Kontroll / check", f"`{sv.check}`, [{file}](../../{file})"),
        *(("Ordlista / vocabulary", f"`{name}`") for name in vocabularies_of(one.rule)),
        *((f"Ändras av / changed by `{name}`", change_of(change)) for name, change in one.changed.items()),
    ]
    lines = [
        GENERATED, "", f"# {one.rule.id} {sv.title}", "", f"*{en.title}* (`{one.rule.head.name}`)", "", "| | |", "|---|---|",
        *(f"| {name} | {cell(value)} |" for name, value in facts), "",
        "## Varför / why", "", sv.why, "", f"*{en.why}*", "",
        "## Så rättar du / how to fix it", "", sv.fix, "", f"*{en.fix}*", "",
        *(["I YAML / in YAML:", "", sv.fix_yaml, "", f"*{en.fix_yaml}*", ""] if sv.fix_yaml else []),
        "## Exempel som underkänns / an example that fails", "", "```yaml", sv.fails.rstrip(), "```", "",
        "## Exempel som godkänns / an example that passes", "", "```yaml", sv.passes.rstrip(), "```", "",
        "## Så ställer du in / how to configure it", "", "I `plancheck.yaml` / in `plancheck.yaml`:", "",
        "```yaml", sv.configure, "```",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def both(sv: str, en: str) -> str:
    """Words in both languages; once where they are the same."""
    return sv if sv == en else f"{sv} / *{en}*"


def change_of(change: Any) -> str:
    """What a rule set changes in a rule it takes over."""
    if change == "off":
        return "avstängd / *off*"
    return ", ".join(f"`{key}`" for key in change)


def cell(text: str) -> str:
    """Text as it may stand in a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def index(rules: list[Shipped]) -> str:
    """All rules by family, and by kind of document."""
    lines = [
        GENERATED, "", "# Reglerna / the rules", "",
        f"{len(rules)} regler / *rules*. `plancheck explain ID` säger detsamma / *says the same*.", "",
    ]  # fmt: skip
    families: dict[str, list[Shipped]] = {}
    for one in rules:
        families.setdefault(one.family, []).append(one)
    for family, members in sorted(families.items()):
        words = members[0].ruleset.families[family]
        lines += [f"## {family}: {both(words.sv, words.en)}", "", "| | | |", "|---|---|---|"]
        lines += [
            f"| [{one.rule.id}]({one.rule.id}.md) | {cell(both(one.rule.head.title.sv, one.rule.head.title.en))} | "
            f"`{one.folder}`, {one.rule.severity} |"
            for one in members
        ]
        lines.append("")
    lines += ["## Efter dokument / by kind of document", "", "| | |", "|---|---|"]
    kinds: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for path, ruleset in rule_sets(str(ROOT / "rules"), ROOT):
        for kind in ruleset.kinds.values():
            key = f"`{kind.id}` ({path.name})"
            about = [f"[{rule.id}]({rule.id}.md)" for rule in ruleset.rules.values() if kind.id in rule.kinds]
            if about:
                kinds[key], titles[key] = about, both(kind.title["sv"], kind.title["en"])
    lines += [f"| {titles[key]}: {key} | {', '.join(about)} |" for key, about in sorted(kinds.items())]
    return "\n".join(lines) + "\n"


def coverage(rules: list[Shipped]) -> str:
    """Each requirement, the rules that check it, their cases, and what the examples get."""
    results = {name: outcomes(name) for name in EXAMPLES}
    lines = [
        GENERATED, "", "# What covers each requirement", "",
        "Each requirement of the rule sets, the rules that check it, how many of their own test cases show something that",
        "passes, fails, or cannot be judged, and how many items of the example documents are met, not met, or cannot be",
        "judged (`plancheck check examples/NAME`). A dash: nothing there is asked.", "",
    ]  # fmt: skip
    lines += law(rules, results)
    for folder, named in requirements().items():
        if folder == LAW:
            continue
        head = ["requirement", "rule", "cases: pass / fail / n.a.", *(f"examples/{name}" for name in EXAMPLES)]
        lines += [f"## {folder}", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        for demand, words in named.items():
            meeting = [one for one in rules if demand in meets(one)]
            for n, one in enumerate(meeting):
                told = [results[name].get(one.rule.id, "–") for name in EXAMPLES]
                first = f"**{demand}** {cell(words.en)} ({cell(words.source)})" if n == 0 else ""
                lines.append(f"| {first} | [{one.rule.id}](rules/{one.rule.id}.md) | {cases(one.rule)} | {' | '.join(told)} |")
            if not meeting:
                lines.append(f"| **{demand}** {cell(words.en)} | **none** | | {' | '.join('' for _ in EXAMPLES)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def law(rules: list[Shipped], results: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Each statute with its sections, the days on which it holds, how sure that is, and the rules that come from it."""
    named: dict[tuple[str, str], list[tuple[RuleSource, Shipped]]] = {}
    for one in rules:
        for source in one.rule.head.source if one.folder == LAW else ():
            named.setdefault((source.document, source.statute or ""), []).append((source, one))
    head = [
        "section",
        "holds",
        "certainty",
        "rule",
        "requires",
        "cases: pass / fail / n.a.",
        *(f"examples/{name}" for name in EXAMPLES),
    ]
    lines = [
        f"## {LAW}", "",
        "By statute. `read`: its text was read; `told`: municipalities or authorities state it; `known`: neither. A rule binds",
        "the documents of the years in which one of its sources holds.", "",
    ]  # fmt: skip
    for (title, statute), sources in sorted(named.items()):
        lines += [f"### {title} ({statute})", "", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
        for source, one in sorted(sources, key=lambda pair: (in_order(pair[0].section), pair[1].rule.id)):
            days = f"{source.from_ or ''} – {source.to or ''}".strip() if source.from_ or source.to else ""
            told = [results[name].get(one.rule.id, "–") for name in EXAMPLES]
            cells = [
                source.section or "", days, f"`{source.certainty}`", f"[{one.rule.id}](rules/{one.rule.id}.md)",
                cell(one.rule.head.title.en), cases(one.rule), *told,
            ]  # fmt: skip
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return lines


def in_order(section: str | None) -> list[int]:
    """What sections are sorted by: their numbers."""
    return [int(number) for number in re.findall("[0-9]+", section or "")]


def meets(one: Shipped) -> list[str]:
    """The requirements that a rule meets, those too that a rule set that changes it adds."""
    changed = [change.get("meets", []) for change in one.changed.values() if isinstance(change, Mapping)]
    return [*one.rule.head.meets, *(demand for requirements in changed for demand in requirements)]


def requirements() -> dict[str, dict[str, Requirement]]:
    """What each rule set says must hold, by id; what it takes over from another stands there."""
    sets = {path.name: ruleset.requirements for path, ruleset in rule_sets(str(ROOT / "rules"), ROOT)}
    taken: set[str] = set()
    found: dict[str, dict[str, Requirement]] = {}
    for name in (LAW, "kommun", *(name for name in sets if name not in (LAW, "kommun"))):
        found[name] = {key: demand for key, demand in sets[name].items() if key not in taken}
        if name in (LAW, "kommun"):
            taken |= set(sets[name])
    return found


def cases(rule: Rule) -> str:
    """How many cases of a rule show each outcome."""
    told = Counter(
        outcome
        for case in rule.head.tests
        for outcome, number in (("passes", case.passes), ("fails", case.fails), ("not", case.not_assessable))
        if number
    )
    return f"{told['passes']} / {told['fails']} / {told['not']}"


def outcomes(example: str) -> dict[str, str]:
    """What the documents of an example get, by rule."""
    found: dict[str, Counter[str]] = {}
    for one in plancheck.check([ROOT / "examples" / example], today=TODAY).evaluations:
        found.setdefault(one.rule, Counter())[one.outcome] += 1
    return {rule: f"{told['passed']} / {told['failed']} / {told['not-assessable']}" for rule, told in found.items()}


def main() -> None:
    """Write every page; take away those of rules that are gone."""
    made = pages()
    folder = ROOT / "docs" / "rules"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        if old.relative_to(ROOT / "docs") not in made:
            old.unlink()
    for path, text in made.items():
        (ROOT / "docs" / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
