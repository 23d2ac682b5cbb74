"""Files that are a packed folder, as those of Word and Excel are: what unpacks to far more than it holds is refused."""

from __future__ import annotations

import io
import zipfile

from plancheck.importing.reading import ReadingError

MAX_UNPACKED = 400_000_000
"""How many bytes a file may have when it is unpacked."""
MAX_RATIO = 200
"""How many times larger a large part of a file may be unpacked than packed."""
MAX_PARTS = 10_000
"""How many parts a file may have when it is unpacked."""
PROTECTED = b"\xd0\xcf\x11\xe0"
"""What a file begins with that has a password, or is of an older format."""


def refuse_unsafe(data: bytes, format_: str) -> None:
    """Raise ReadingError where a file is protected, is no packed folder, or is too large unpacked, as a zip bomb is.

    `format_` is what the format is called, for the message.
    """
    if data.startswith(PROTECTED):
        raise ReadingError("import-encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError("import-damaged", format=format_, said=str(error) or type(error).__name__) from None
    packed_too_well = any(part.file_size > 20_000_000 and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or packed_too_well:
        raise ReadingError("import-too-large", limit=MAX_UNPACKED // 1_000_000)
