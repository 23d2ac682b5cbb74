"""``python -m plancheck``."""

from plancheck.cli import run

run()
