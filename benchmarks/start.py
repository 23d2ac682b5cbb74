"""How long it takes to check one plan from a cold start, compared with check-jsonschema on the same file.

The two run alternately, after one warm-up run each; the ratio is that of their medians. check-jsonschema only validates the
structure of the file; plancheck also reads the documents that the plan depends on, and checks it against every rule.

    python benchmarks/start.py [--runs N]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLANS = (
    "examples/goteborg/nordost/2022/arsrapport.yaml",
    "examples/goteborg/nordost/2024/verksamhetsplan.yaml",
    "examples/goteborg/sydvast/2025/genomforandeplan.yaml",
)


# As when installed, with bytecode beside the source: the warm-up run writes what is missing.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """The wall-clock time of one run."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdin=quiet, stdout=quiet, stderr=quiet, check=False)
    return time.perf_counter() - start


def program(name: str) -> str:
    """The program in the folder of this Python, or else on the path."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        sys.exit(f"{name} is not installed; pip install -e '.[dev]' brings it")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="counted runs of each program (default: 15)")
    runs: int = parser.parse_args().runs
    plancheck, other = program("plancheck"), program("check-jsonschema")
    print(f"{'plan':<56}{'plancheck':>10}{'check-jsonschema':>18}{'ratio':>7}")
    for plan in PLANS:
        commands = [[plancheck, "check", plan], [other, "--schemafile", "schemas/document.schema.json", plan]]
        for command in commands:
            seconds(command)
        times = [[seconds(command) for command in commands] for _ in range(runs)]
        mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{plan:<56}{mine * 1000:>7.0f} ms{theirs * 1000:>15.0f} ms{mine / theirs:>7.2f}")


if __name__ == "__main__":
    main()
