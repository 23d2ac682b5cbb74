"""Which `#` begins a comment, and where it goes when other lines replace it."""

from __future__ import annotations

import pytest

from plancheck.importing.writing.comments import carried, comments_in, has_anchor


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: b # c", {"# c"}),
        ("a: b#c", set()),
        ("a: 'b # c'  # d", {"# d"}),
        ('a: "b\n  # c"  # d', {"# d"}),
        ("a: b\n  c # d", {"# d"}),
        ("a: [b, # c\n  d] # e", {"# c", "# e"}),
        ("a: >- # b\n  c # d\n\n  # e\n# f", {"# b", "# f"}),
        ("a: |+\n  b # c\n\n# d", {"# d"}),
        ("a: |-\n# b", {"# b"}),
        ("- &x a # b\n- *x # c", {"# b", "# c"}),
        ("# a\u2028b: c # d", {"# a  # d"}),
        ("# a", {"# a"}),
        ("", set()),
    ],
)
def test_a_comment_is_told_from_a_text(text: str, comments: set[str]) -> None:
    assert comments_in(text.split("\n")) == comments


def test_each_comment_goes_with_its_own_entry() -> None:
    old = ["a:", "  - ett  # 1", "", "  # om två", "  - två  # 2", "  - tre  # 3", "  # sist"]
    lines, lost = carried(old, ["a:", "  - noll", "  - tre", "  - tva"], {"# 1"})
    assert lines == ["a:", "  - noll", "", "  - tre  # 3", "  - tva", "  # sist"]
    assert [(entry.code, entry.comments) for entry in lost] == [("- två", ("# 2",))]


def test_a_comment_below_a_text_stays_outside_it() -> None:
    lines, lost = carried(["  a: b", "       # c"], ["  a: >-", "    d"], set())
    assert (lines, lost) == (["  a: >-", "    d", "  # c"], [])


def test_an_anchor_is_told_from_a_text() -> None:
    assert has_anchor(["a: &b c"])
    assert not has_anchor(["a: c &b"])
