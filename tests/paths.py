"""Where things stand in the project."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
GOTEBORG = EXAMPLES / "goteborg"
ALMSTAD = EXAMPLES / "almstad"
MINIMAL = EXAMPLES / "minimal"
FORMATS_OF_OTHERS = ROOT / "tests" / "formats"
"""The formats of others as they publish them, and every format of a report as it was."""
