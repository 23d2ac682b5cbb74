"""The floors of the house: the table in docs/architecture.md against every import in the code, those in functions too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.paths import ROOT

SOURCE = ROOT / "src" / "plancheck"
PACKAGE = "plancheck"


def floors() -> list[str]:
    """The floors, the highest first, as the table of the map names them."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split("\n## Floors\n")[1].split("\n| floor |")[1].split("\n\n")[0]
    names = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    return [name.removesuffix("/").removesuffix(".py").replace("/", ".") for name in names]


def modules(folder: Path = SOURCE) -> Mapping[str, Path]:
    """Every module below the package by its name within it; the package itself is the empty name."""
    found = {}
    for file in sorted(folder.rglob("*.py")):
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        found[name.removesuffix("__init__").removesuffix(".")] = file
    return found


def imports_in(text: str, known: Mapping[str, Path]) -> Iterator[tuple[int, str]]:
    """The modules of the package that a text imports, wherever in it, with the line: by statement, or by a name in a string."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            base = (node.module or "").removeprefix(PACKAGE).removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                yield node.lineno, inner if inner in known else base
        elif isinstance(node, ast.Import):
            yield from (
                (node.lineno, alias.name.removeprefix(PACKAGE).removeprefix("."))
                for alias in node.names
                if alias.name.split(".")[0] == PACKAGE
            )
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            name = ast.unparse(node.args[0]).lstrip("f").strip("'\"")
            if name.startswith(f"{PACKAGE}.") and not name.startswith(f"{PACKAGE}.{{"):
                yield node.lineno, name.removeprefix(f"{PACKAGE}.").partition("{")[0].rstrip(".")


def floor_of(module: str, order: list[str]) -> str | None:
    """The floor that a module stands on: the one whose name is the longest beginning of its own."""
    fitting = [floor for floor in order if module == floor or module.startswith(f"{floor}.")]
    return max(fitting, key=len, default=None)


def crossings(folder: Path, order: list[str]) -> list[str]:
    """Each import that leads to a higher floor."""
    known = modules(folder)
    found = []
    for module, file in known.items():
        own = floor_of(module, order)
        for line, target in imports_in(file.read_text(encoding="utf-8"), known):
            other = floor_of(target, order)
            if own is not None and (other is None or order.index(other) < order.index(own)):
                found.append(f"{module}:{line} imports {target or PACKAGE}")
    return found


def circles(folder: Path) -> list[list[str]]:
    """Each group of modules that import one another in a ring."""
    known = modules(folder)
    leads_to = {
        module: {target for _, target in imports_in(file.read_text(encoding="utf-8"), known) if target != module}
        for module, file in known.items()
    }
    reached: dict[str, set[str]] = {}
    for module in known:
        seen: set[str] = set()
        waiting = [*leads_to[module]]
        while waiting:
            target = waiting.pop()
            if target not in seen:
                seen.add(target)
                waiting.extend(leads_to.get(target, ()))
        reached[module] = seen
    rings = {
        frozenset(other for other in reached[one] if one in reached.get(other, ())) for one in known if one in reached[one]
    }
    return [sorted(ring) for ring in rings]


def test_every_module_stands_on_a_floor_but_for_the_doors_of_the_package() -> None:
    assert [module for module in modules() if floor_of(module, floors()) is None] == ["", "__main__"]


def test_every_floor_of_the_map_is_there() -> None:
    known = modules()
    assert [floor for floor in floors() if floor not in known] == []


def test_a_floor_imports_only_floors_below_it() -> None:
    assert crossings(SOURCE, floors()) == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert circles(SOURCE) == []


def test_an_import_upward_is_noticed_in_a_function_by_its_type_and_by_its_name_in_a_string(tmp_path: Path) -> None:
    (tmp_path / "upper").mkdir()
    (tmp_path / "upper" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "upper" / "roof.py").write_text("from plancheck import lower\n", encoding="utf-8")
    lower = (
        "def late():\n    from plancheck.upper import roof\n"
        "if TYPE_CHECKING:\n    from plancheck.upper.roof import Tile\n"
        "importlib.import_module(f'plancheck.upper.{name}')\n"
    )
    (tmp_path / "lower.py").write_text(lower, encoding="utf-8")
    assert crossings(tmp_path, ["upper", "lower"]) == [
        "lower:2 imports upper.roof", "lower:4 imports upper.roof", "lower:5 imports upper",
    ]  # fmt: skip
    assert circles(tmp_path) == [["lower", "upper.roof"]]
