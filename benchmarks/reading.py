"""How long reading takes, and how much memory: PDF, Word and text of 10, 100 and 1 000 pages of running text.

Each file is read in a process of its own, which is measured whole, start-up apart: CPU seconds of reading, and the most
memory that the process had.

    python benchmarks/reading.py [--pages 10 100 1000] [--source DIR]

`--source` is the `src` folder of another version, to compare with.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SENTENCE = "Förvaltningen arbetar vidare tillsammans med andra och följer hur det går under året. "
ROWS = 45
"""How many lines a page has."""

MEASURE = """
import importlib, resource, sys, time
from pathlib import Path
from plancheck.importing.reading import FORMATS
path = Path(sys.argv[1])
data = path.read_bytes()
start = time.process_time()
module = importlib.import_module("plancheck.importing.reading." + FORMATS[path.suffix])
before = time.process_time()
lines = len(module.read(data, path.name).lines)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
print(lines, before - start, time.process_time() - before, peak)
"""


def rows(page: int) -> list[str]:
    """The lines of a page, none like those of another."""
    return [f"{page} {row} {SENTENCE}"[:88] for row in range(ROWS)]


def text(pages: int) -> bytes:
    return "\f".join("\n".join(rows(page)) + "\n" for page in range(pages)).encode()


def word(pages: int) -> bytes:
    import docx

    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"Avsnitt {page}", 1)
        for row in rows(page):
            document.add_paragraph(row)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(pages: int) -> bytes:
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in range(pages):
        kids.append(f"{len(parts) + 1} 0 R")
        content = "".join(f"BT /F1 10 Tf 72 {780 - 15 * n} Td ({row}) Tj ET\n" for n, row in enumerate(rows(page)))
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(parts) + 2} 0 R >>"
        )
        parts.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {pages} >>"
    made, offsets = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += f"{n} 0 obj\n{part}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()


MAKERS = {".pdf": pdf, ".docx": word, ".txt": text}


def measured(file: Path, source: str) -> tuple[int, float, float, float]:
    """The lines of a file, the CPU seconds for loading its reader and for reading, and the MiB that the process had at most."""
    environment = {**os.environ, "PYTHONPATH": source}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], env=environment, capture_output=True, text=True, check=True
    )
    lines, load, read, peak = done.stdout.split()
    return int(lines), float(load), float(read), float(peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--source", default=str(ROOT / "src"), help="the src folder of the version to measure")
    options = parser.parse_args()
    print(f"{'format':<8}{'pages':>6}{'lines':>8}{'load s':>9}{'read s':>9}{'MiB':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, make in MAKERS.items():
            for pages in options.pages:
                file = Path(folder) / f"{pages}{suffix}"
                file.write_bytes(make(pages))
                lines, load, read, peak = measured(file, options.source)
                print(f"{suffix[1:]:<8}{pages:>6}{lines:>8}{load:>9.2f}{read:>9.2f}{peak:>7.0f}", flush=True)


if __name__ == "__main__":
    main()
