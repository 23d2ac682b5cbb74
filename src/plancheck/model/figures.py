"""Figures: tables of money, and the figures that a document reports in several places."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

from typing import Annotated, NamedTuple

from pydantic import Field

from plancheck.model.base import At, Id, NotNegative, Part, Unknown, declared_for, derived


class Amounts(Part):
    """A row of an account: the figures in the account's unit. Costs are negative."""

    title: str
    outcome: int | float | None = None
    budget: int | float | None = None
    deviation: int | float | None = None
    forecast: int | float | None = None

    @derived
    def outcome_minus_budget(self) -> int | float | Unknown:
        """The deviation that follows from outcome and budget."""
        if self.outcome is None or self.budget is None:
            return Unknown("no-outcome-or-budget")
        return self.outcome - self.budget


class Account(Part):
    """A table of money: rows and the total that they make."""

    title: str
    unit: Annotated[str, declared_for("units")] | None = Field(
        default=None, description="The unit of its figures, such as tkr."
    )
    rows: list[Amounts] = []
    total: Amounts | None = None
    at: At | None = None


class Measure(NamedTuple):
    """A number, or a range of two, in the smallest unit of its kind, and the last place that it is told to.

    Two agree where they differ by less than the last place of the coarser one: 143 797 tkr, 143,7 mnkr and 144 mnkr.
    """

    numbers: tuple[float, ...]
    place: float
    unit: str
    told: tuple[float, ...]
    told_unit: str

    def agrees(self, other: "Measure") -> bool:
        """Whether both may be tellings of one figure."""
        limit = max(self.place, other.place, 1e-9)
        pairs = zip(self.numbers, other.numbers, strict=False)
        same = len(self.numbers) == len(other.numbers) and self.unit == other.unit
        return same and all(abs(here - there) < limit * (1 - 1e-9) for here, there in pairs)


class ReportedFigure(Part):
    """A figure that the document tells: `name` says which, so that its tellings in several places can be held together.

    A range is told with `from` and `to`. A share may tell the two numbers that it follows from, and so may a change.
    """

    name: Id
    title: str | None = Field(default=None, description="What people call it.")
    value: int | float | None = None
    from_: int | float | None = None
    to: int | float | None = None
    unit: str | None = Field(default=None, description="kr, tkr, mnkr, mdkr, procent, or what is counted.")
    part: NotNegative | None = Field(default=None, description="Of a share: how many of them.")
    whole: Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Of a share: how many in all."
    )
    before: int | float | None = Field(default=None, description="Of a change: what it was, in the same unit.")
    after: int | float | None = Field(default=None, description="Of a change: what it has become.")
    at: At | None = None

    @derived
    def called(self) -> str:
        """What people call it, else its name."""
        return self.title or self.name
