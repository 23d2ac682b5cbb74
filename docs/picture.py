"""Make the README's picture of the output: what `plancheck check` prints at a terminal, as SVG.

python docs/picture.py
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
SHOWN = "examples/goteborg/nordost/2024/verksamhetsplan.yaml"
PICTURE = ROOT / "docs" / "output.svg"
WIDTH = 88
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>What plancheck check prints</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Write the picture."""
    from plancheck.reports import Layout
    from plancheck.reports.text import render
    from plancheck.run.check import check
    from plancheck.run.open import open_repository

    with contextlib.chdir(ROOT):
        repository = open_repository([Path(SHOWN)])
        result = check([SHOWN], today=datetime.date(2024, 3, 11), language="en", repository=repository)
    text = render(result, repository.ruleset, Layout(colour=True, width=WIDTH))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    # The digest of the rule set changes with every rule.
    shown = re.sub(r"(?<=, )[0-9a-f]{12}(?=\.)", "0123456789ab", text.rstrip())
    console.print(Text.from_ansi(f"$ plancheck check --lang en {SHOWN}\n\n{shown}"))
    svg = console.export_svg(title="plancheck check", code_format=FORMAT, unique_id="plancheck")
    PICTURE.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
