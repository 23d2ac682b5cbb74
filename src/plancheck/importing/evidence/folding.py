"""A text as it is compared, whatever its case, accents and white space. Reading a profile needs no more than this."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text as it is compared: small letters without accents, single blanks, no punctuation at its ends."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(plain.split()).strip(" .:;,-–»•*")
