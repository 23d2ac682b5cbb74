"""The time and the memory that a file may take."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
import threading
import warnings
import zlib
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from plancheck.importing.reading import MAX_LETTERS, ReadingError, limits, read
from plancheck.importing.reading.limits import Limits, limited
from plancheck.importing.reading.lines import Reading
from tests.fixtures import RefusedFile
from tests.pages import at, document, down, written

HELLO = at(72, 700, "Plan för året")
DEEP = document("/X0 Do /X0 Do", forms=[*(f"/X{n + 1} Do /X{n + 1} Do" for n in range(40)), HELLO])
"""Drawings in drawings, each twice: more of them than there is time to draw."""


def page_of(contents: str, *objects: bytes) -> bytes:
    """A page of which the contents are in objects, numbered from 4."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} >>".encode()
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, *objects])


def packed_twice(data: bytes) -> bytes:
    packed = zlib.compress(zlib.compress(data, 9), 9)
    entries = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(packed)} >>\nstream\n"
    return entries.encode() + packed + b"\nendstream"


@pytest.fixture(params=["copied", "new"])
def apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the process is made that a file is read in."""
    if request.param == "copied" and not sys.platform.startswith("linux"):
        pytest.skip("a process is copied on Linux only")
    monkeypatch.setattr(limits, "_may_fork", lambda: request.param == "copied")
    # The tests themselves have threads.
    warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*fork.*")
    return str(request.param)


def refusal(path: Path, data: bytes, allowed: Limits | None = None) -> str:
    path.write_bytes(data)
    with pytest.raises(ReadingError) as error:
        read(path, path.name, allowed)
    return error.value.text.key


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(ReadingError) as error, limited(seconds=0.2):
        while True:
            pass
    assert error.value.text.key == "import-too-slow"


@pytest.mark.parametrize("seconds", [0.2, 30.0])
def test_what_takes_too_long_in_a_thread_is_stopped_and_nothing_else(seconds: float) -> None:
    said: list[str] = []

    def work() -> None:
        try:
            with limited(seconds):
                while seconds < 1:
                    pass
            said.append("done")
        except ReadingError as error:
            said.append(error.text.key)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == ["import-too-slow" if seconds < 1 else "done"]


def test_a_file_that_took_long_to_read_has_less_time_left_and_a_large_one_more() -> None:
    assert limits.recognition_seconds(1, 25) < limits.recognition_seconds(1, 1) <= limits.SECONDS
    assert limits.recognition_seconds(1000, 25) > limits.recognition_seconds(10, 25) >= limits.LEAST_SECONDS


class Swallowing:
    """What a library tidies up: an exception there is lost."""

    def __del__(self) -> None:
        while True:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_takes_too_long_is_stopped_although_a_library_loses_the_exception() -> None:
    with pytest.raises(ReadingError) as error, limited(seconds=0.2):
        Swallowing()
        while True:
            pass
    assert error.value.text.key == "import-too-slow"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is held only on Linux")
def test_what_takes_too_much_memory_is_stopped_and_the_next_has_it_again() -> None:
    with pytest.raises(ReadingError) as error, limited(memory=200_000_000):
        bytearray(1_000_000_000)
    assert error.value.text.key == "import-too-heavy"
    assert len(bytearray(1_000_000_000))


@pytest.mark.usefixtures("apart")
def test_a_pdf_that_takes_too_long_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "djup.pdf", DEEP, Limits(seconds=1)) == "import-too-slow"
    (tmp_path / "plan.pdf").write_bytes(document(HELLO))
    assert [line.text for line in read(tmp_path / "plan.pdf", "plan.pdf").lines] == ["Plan för året"]


@pytest.mark.usefixtures("apart")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is held only on Linux")
def test_a_pdf_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    data = page_of("4 0 R", packed_twice(b"0 0 m 1 1 l S\n" * 8_000_000))
    assert refusal(tmp_path / "bomb.pdf", data, Limits(memory=150_000_000)) in ("import-crashed", "import-too-heavy")


@pytest.mark.usefixtures("apart")
def test_why_a_pdf_is_refused_comes_from_its_process(tmp_path: Path) -> None:
    assert refusal(tmp_path / "plan.pdf", b"%PDF-1.4 ingen") == "import-damaged"


def test_a_refusal_can_be_sent_from_one_process_to_another() -> None:
    error = pickle.loads(pickle.dumps(ReadingError("import-too-slow", limit=3)))
    assert (error.text.key, error.text.details) == ("import-too-slow", {"limit": 3})


def test_a_pdf_is_read_in_a_thread(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(document(HELLO))
    readings: list[Reading] = []
    thread = threading.Thread(target=lambda: readings.append(read(tmp_path / "plan.pdf", "plan.pdf")))
    thread.start()
    thread.join()
    assert [line.text for line in readings[0].lines] == ["Plan för året"]


@pytest.mark.parametrize("may_fork", [True, False])
def test_a_pdf_is_read_by_a_program_that_has_no_file(tmp_path: Path, may_fork: bool) -> None:
    (tmp_path / "plan.pdf").write_bytes(document(HELLO))
    code = f"""
from pathlib import Path
from plancheck.importing.reading import limits, read
if not {may_fork}:
    limits._may_fork = lambda: False
print(len(read(Path("plan.pdf"), "plan.pdf").lines))
"""
    done = subprocess.run([sys.executable, "-"], input=code, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


def test_where_no_process_can_be_made_a_pdf_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_may_fork", lambda: False)
    monkeypatch.setattr(sys, "executable", "")
    (tmp_path / "plan.pdf").write_bytes(document(HELLO))
    assert len(read(tmp_path / "plan.pdf", "plan.pdf").lines) == 1


@pytest.mark.parametrize(
    "data",
    [
        page_of("4 0 R", b"4 0 R"),
        page_of("4 0 R", b"5 0 R", b"4 0 R"),
        page_of("4 0 R", b"[5 0 R 6 0 R]", b"6 0 R", b"5 0 R"),
    ],
    ids=["itself", "each other", "in an array"],
)
def test_objects_that_only_point_at_each_other_are_damage(data: bytes, refused: RefusedFile) -> None:
    assert refused(data, "plan.pdf") == "import-damaged"


def test_a_drawing_that_draws_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(document("/X0 Do", forms=[f"/X0 Do {HELLO}"]))
    assert {line.text for line in read(tmp_path / "plan.pdf", "plan.pdf").lines} == {"Plan för året"}


def test_a_pdf_that_is_cut_at_its_end_is_read(tmp_path: Path) -> None:
    data = document(*[down(72, 700, ["Första raden", "Andra raden"])] * 3)
    (tmp_path / "plan.pdf").write_bytes(data[: data.rindex(b"startxref")])
    assert len(read(tmp_path / "plan.pdf", "plan.pdf").lines) == 6


WORD = io.BytesIO()
docx.Document().save(WORD)


@pytest.mark.parametrize(
    ("data", "name", "right"),
    [
        (document(HELLO), "plan.docx", ".pdf"),
        (document(HELLO), "plan.txt", ".pdf"),
        (WORD.getvalue(), "plan.pdf", ".docx"),
        (WORD.getvalue(), "plan.txt", ".docx"),
        ("Mål och uppdrag\n".encode(), "plan.pdf", ".txt"),
        ("Mål och uppdrag\n".encode(), "plan.docx", ".txt"),
    ],
)
def test_a_file_of_another_format_than_its_name_says_what_it_is(tmp_path: Path, data: bytes, name: str, right: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadingError) as error:
        read(tmp_path / name, name)
    assert (error.value.text.key, error.value.text.details["right"]) == ("import-misnamed", right)


def test_a_line_without_end_is_refused(refused: RefusedFile) -> None:
    assert refused(b"ord " * (MAX_LETTERS // 2), "plan.txt") == "import-too-long-line"


def test_a_word_file_of_empty_paragraphs_is_empty(refused: RefusedFile) -> None:
    document_ = docx.Document()
    document_.element.body[:0] = [OxmlElement("w:p") for _ in range(20_000)]
    stream = io.BytesIO()
    document_.save(stream)
    assert refused(stream.getvalue(), "plan.docx") == "import-empty"
