"""The copy of a Word file with each finding as a comment."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from tests import office
from tests.command import check
from tests.paths import GOTEBORG


@pytest.fixture
def word_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city that has a plan as a Word file, from which the section of one goal was taken out."""
    import shutil

    for name in ("kf", "organisation.yaml", "plancheck.yaml"):
        source = GOTEBORG / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    blocks = office.blocks_of("verksamhetsplan")
    start = next(n for n, one in enumerate(blocks) if isinstance(one, office.Heading) and one.number == "3.5.1.2")
    end = next(n for n, one in enumerate(blocks[start + 1 :], start + 1) if isinstance(one, office.Heading))
    (tmp_path / "plan.docx").write_bytes(office.as_word([*blocks[:start], *blocks[end:]]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def comments(path: Path) -> dict[str, list[str]]:
    """The comments of a Word file by the text of the paragraph that each is on."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(str(path))
    texts = {str(one.comment_id): one.text for one in document.comments}
    found: dict[str, list[str]] = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        words = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        for mark in paragraph.iter(qn("w:commentReference")):
            found.setdefault(words, []).append(texts[mark.get(qn("w:id"))])
    return found


def words_of(path: Path) -> list[str]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(path)).element.body
    return ["".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))]


def test_a_copy_of_the_word_file_has_each_finding_as_a_comment_at_its_place(word_city: Path) -> None:
    before = Path("plan.docx").read_bytes()
    check("plan.docx", "--format", "docx", "-o", "granskad.docx", "--format", "json", "-o", "r.json")
    assert Path("plan.docx").read_bytes() == before
    assert words_of(Path("granskad.docx")) == words_of(Path("plan.docx"))
    told = [one for one in json.loads(Path("r.json").read_text(encoding="utf-8"))["evaluations"] if one["outcome"] == "failed"]
    made = comments(Path("granskad.docx"))
    # The first comment is on the check itself.
    whole = made["Verksamhetsplan 2024"].pop(0)
    assert whole.startswith("Granskat mot ")
    assert "Granskningen avviker från regelverket: " in whole
    assert sorted(text.split(" ")[1].rstrip(":") for texts in made.values() for text in texts) == sorted(
        one["rule"] for one in told
    )
    phrases = [text for words, texts in made.items() if words.startswith("Ingen ytterligare") for text in texts]
    assert len(phrases) == 2
    assert all(
        text.startswith("Varning UPP004: Uppdraget «") and "Beskriv vad nämnden gör för just det här uppdraget." in text
        for text in phrases
    )
    # What is missing stands at a heading, what is about the whole plan at its beginning.
    (goal,) = [words for words, texts in made.items() if any("MAL001" in text for text in texts)]
    assert re.match(r"3\.[\d.]* ", goal)
    assert any("TID001" in text for text in made["Verksamhetsplan 2024"])


def test_the_first_comment_says_what_was_bent_and_who_answers_for_what(word_city: Path) -> None:
    waiver = "{rule: UPP004, reason: Skrivs om i mars, by: Anna Berg, until: 2099-01-01}"
    Path("plancheck.yaml").write_text(f"ruleset: goteborg\nrules: {{TID001: off}}\nwaivers: [{waiver}]\n", encoding="utf-8")
    check("plan.docx", "--format", "docx", "-o", "granskad.docx")
    whole = comments(Path("granskad.docx"))["Verksamhetsplan 2024"][0]
    assert "TID001 är avstängd (plancheck.yaml:2)" in whole
    assert "Anna Berg: Skrivs om i mars" in whole


@pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy_with_its_comments(word_city: Path, tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "odt").mkdir()
    check("plan.docx", "--format", "docx", "-o", "granskad.docx")
    made = office.converted(Path("granskad.docx").read_bytes(), tmp_path / "odt", "odt")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
    notes = re.findall(r"<office:annotation .*?</office:annotation>", content)
    assert len(notes) == sum(map(len, comments(Path("granskad.docx")).values())) > 5
    assert sum("UPP004" in note and "plancheck" in note for note in notes) == 2


@pytest.mark.parametrize(
    ("paths", "said"), [(["kf"], "Inget Word-dokument"), (["plan.docx", "two.docx"], "Flera Word-dokument")]
)
def test_a_copy_is_made_of_one_word_file(paths: list[str], said: str, word_city: Path) -> None:
    Path("two.docx").write_bytes(office.as_word(office.blocks_of("arsrapport")))
    made = check(*paths, "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert said in made.stderr
    assert not Path("granskad.docx").exists()


def test_of_two_copies_of_one_plan_none_is_chosen(word_city: Path) -> None:
    Path("two.docx").write_bytes(Path("plan.docx").read_bytes())
    made = check("plan.docx", "two.docx", "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert "Flera Word-dokument" in made.stderr


def test_a_protected_word_file_is_told_to_be_one(word_city: Path) -> None:
    Path("plan.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    made = check("plan.docx", "--format", "docx", "-o", "granskad.docx")
    assert made.exit_code == 2
    assert "lösenord" in made.stderr


def test_a_copy_cannot_go_to_the_screen(word_city: Path) -> None:
    made = check("plan.docx", "--format", "docx")
    assert (made.exit_code, made.stdout) == (2, "")
