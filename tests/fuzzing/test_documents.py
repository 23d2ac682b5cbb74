"""A damaged document is told at its place, and what is beside it is judged as ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import corpus
from tests.fuzzing.cities import City, assert_the_witness_is_judged, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import bytes_of, text_of, value_of
from tests.fuzzing.grammar import parts, values

DAMAGED_DOCUMENTS = (
    text_of(corpus.documents)
    | value_of(corpus.documents, parts("document")).map(corpus.dumped)
    | values("document").map(corpus.dumped)
    | bytes_of(corpus.in_bytes)
)


@given(data=st.data(), document=DAMAGED_DOCUMENTS, language=st.sampled_from(["sv", "en"]))
@fuzzed(60)
def test_a_damaged_document_is_told_at_its_place_and_the_others_are_judged(
    data: st.DataObject, document: str | bytes, language: str, city: City
) -> None:
    name = data.draw(st.sampled_from(city.damageable))
    city.write(name, document)
    try:
        assert_the_witness_is_judged(city, checked(city, language="sv" if language == "sv" else "en"))
    finally:
        city.restore(name)
