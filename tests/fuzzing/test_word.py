"""A damaged Word file is read or refused in words, and what is beside it is judged as ever."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from docx.opc.oxml import serialize_part_xml
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml.etree import fromstring  # type: ignore[import-untyped]

from plancheck.importing.reading import ReadingError
from plancheck.importing.reading import docx as word
from plancheck.messages import LANGUAGES, said
from tests import office
from tests.fuzzing.cities import City, assert_the_witness_is_judged, checked
from tests.fuzzing.corpus import fuzzed
from tests.fuzzing.damage import below, bytes_of
from tests.importing.reading.word import (
    changed,
    definition,
    in_list,
    level,
    num,
    outline,
    paragraph,
    row,
    style,
    styled,
    table,
    word_file,
)


@cache
def files() -> list[bytes]:
    """A plan as an office program writes it, and a file with everything that is read: styles, lists, tables, notes, fields."""
    head: list[office.Block] = [office.Heading("1", "Mål"), office.Text("Verksamhetsplan 2025"), office.Text("Kulturnämnden")]
    everything = (
        styled("Rubrik1", "Verksamhetsplan 2025")
        + paragraph("Kulturnämnden", in_list(1))
        + paragraph("Bokbuss", in_list(1, 1))
        + table(row("Uppdrag", "Vad vi gör"), row("En bokbuss till varje skola", "Bussen köps i mars."))
        + '<w:p><w:ins w:id="1"><w:r><w:t>nytt</w:t></w:r></w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>gammalt</w:delText></w:r></w:del></w:p>'
        + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Mål 3</w:t></w:r>'
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:br w:type="page"/><w:tab/><w:t>Slut</w:t></w:r></w:p>'
        + "<w:sdt><w:sdtContent><w:p><w:r><w:t>Innehåll</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    made = word_file(
        everything,
        styles=style("Normal", "Normal") + style("Rubrik1", "heading 1", outline(0), based_on="Normal"),
        numbering=definition([level(0, "%1."), level(1, "%1.%2")]) + num(1),
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:t>En not</w:t></w:r></w:p></w:footnote>',
    )
    return [made, office.as_word([*head, *list(office.plan())[:20]])]


@cache
def parts() -> list[tuple[bytes, str, bytes]]:
    """The parts in XML of each file, with the file and their names."""
    found = []
    for data in files():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [(data, name, archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return found


@cache
def _values() -> list[str]:
    """Every value of an attribute, and some that none has."""
    values = dict.fromkeys(["", "-1", "0", "1e9", "99999999999", "ÅÄÖ", "true", "../../x", "/word/document.xml", "%1%2%9"])
    for _, _, content in parts():
        for element in fromstring(content).iter():
            values.update(dict.fromkeys(map(str, element.attrib.values())))
    return list(values)


def _move(element: Any, other: Any, _: DrawFn) -> None:
    if element is not other and other not in element.iterdescendants() and element not in other.iterdescendants():
        element.append(other)


def _copy(element: Any, other: Any, draw: DrawFn) -> None:
    # The copy may be of what it is put into.
    made = copy.deepcopy(other)
    for _ in range(draw(st.integers(1, max(1, 300 // sum(1 for _ in made.iter()))))):
        element.append(copy.deepcopy(made))


def _drop(element: Any, _: Any, __: DrawFn) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _nest(element: Any, _: Any, draw: DrawFn) -> None:
    # As deep as nothing is written.
    for _ in range(draw(st.sampled_from([2, 20, 120]))):
        inner = element.makeelement(element.tag)
        element.append(inner)
        inner.text, element = element.text, inner


def _attribute(element: Any, other: Any, draw: DrawFn) -> None:
    names = sorted({*element.attrib, *other.attrib})
    if names:
        element.set(draw(st.sampled_from(names)), draw(st.sampled_from(_values())))


def _no_attribute(element: Any, _: Any, draw: DrawFn) -> None:
    if element.attrib:
        del element.attrib[draw(st.sampled_from(sorted(element.attrib)))]


def _rename(element: Any, other: Any, _: DrawFn) -> None:
    element.tag = other.tag


def _say(element: Any, _: Any, draw: DrawFn) -> None:
    element.text = draw(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")))


_OF_ELEMENTS: Sequence[Callable[[Any, Any, DrawFn], None]] = (
    _move, _copy, _drop, _nest, _attribute, _attribute, _no_attribute, _rename, _say,
)  # fmt: skip


@st.composite
def damaged_xml(draw: DrawFn) -> bytes:
    """A Word file of which elements are missing, elsewhere, others, or nested."""
    data, name, content = draw(st.sampled_from(parts()))
    root = fromstring(content)
    for change in draw(st.lists(st.sampled_from(_OF_ELEMENTS), min_size=1, max_size=6)):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        change(elements[below(draw, len(elements))], elements[below(draw, len(elements))], draw)
    return changed(data, {name: serialize_part_xml(root)})


@st.composite
def damaged_parts(draw: DrawFn) -> bytes:
    """A Word file of which parts are missing, are others, or are not XML."""
    changes: dict[str, bytes | None] = {}
    data, _, _ = draw(st.sampled_from(parts()))
    own = [(name, content) for file, name, content in parts() if file is data]
    for name, content in draw(st.lists(st.sampled_from(own), min_size=1, max_size=3)):
        other = draw(st.sampled_from(own))[1]
        changes[name] = draw(st.none() | st.just(other) | bytes_of(lambda content=content: [content]) | st.just(b""))  # type: ignore[misc]
    return changed(data, changes)


DAMAGED = damaged_xml() | damaged_xml() | damaged_parts() | bytes_of(files)


@given(DAMAGED)
@fuzzed(100)
def test_a_damaged_word_file_is_read_or_refused(data: bytes) -> None:
    try:
        read = word.read(data, "plan.docx")
    except ReadingError as error:
        assert all(said(error.text, language) for language in LANGUAGES)
        return
    assert read.lines
    assert [line.number for line in read.lines] == sorted({line.number for line in read.lines})


@given(DAMAGED)
@fuzzed(12)
def test_a_damaged_word_file_is_told_and_the_others_are_judged(city: City, data: bytes) -> None:
    city.write("skadad.docx", data)
    try:
        assert_the_witness_is_judged(city, checked(city))
    finally:
        city.restore("skadad.docx")
