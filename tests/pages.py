"""PDF files written by hand: text and lines at places on a page, in points from the bottom left."""

from __future__ import annotations

from collections.abc import Sequence

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Courier"}


def at(x: float, y: float, text: str, size: float = 11, font: str = "F1", angle: int = 0) -> str:
    """Text at a place."""
    a, b, c, d = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[angle]
    said = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {a} {b} {c} {d} {x} {y} Tm ({said}) Tj ET\n"


def down(x: float, y: float, lines: Sequence[str], step: float = 14, size: float = 11, font: str = "F1") -> str:
    """Lines below each other."""
    return "".join(at(x, y - n * step, line, size, font) for n, line in enumerate(lines) if line)


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line that is drawn from one place to another."""
    return f"0.7 w {x0} {y0} m {x1} {y1} l S\n"


def picture(x: float = 0, y: float = 0, width: float = 595, height: float = 842) -> str:
    """A grey picture."""
    return f"q {width} 0 0 {height} {x} {y} cm /I1 Do Q\n"


def document(*contents: str, rotate: int = 0, forms: Sequence[str] = ()) -> bytes:
    """A PDF with a page for each content; `forms` are drawn with /X0 Do, /X1 Do and so on, also by each other."""
    fonts = " ".join(f"/{name} {3 + n} 0 R" for n, name in enumerate(FONTS))
    first = 3 + len(FONTS) + 1
    things = " ".join(f"/X{n} {first + n} 0 R" for n in range(len(forms)))
    resources = f"<< /Font << {fonts} >> /XObject << /I1 {first - 1} 0 R {things} >> >>"
    page = first + len(forms)
    kids = " ".join(f"{page + 2 * n} 0 R" for n in range(len(contents)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        *[
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for name in FONTS.values()
        ],
        _stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\x80"),
    ]
    entries = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources {resources}"
    parts.extend(_stream(entries, form.encode("cp1252")) for form in forms)
    for n, content in enumerate(contents):
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Resources {resources} "
            f"/Contents {page + 2 * n + 1} 0 R >>".encode()
        )
        parts.append(_stream("", content.encode("cp1252")))
    return written(parts)


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def written(parts: Sequence[bytes]) -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalogue."""
    made, offsets = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += f"{n} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()
