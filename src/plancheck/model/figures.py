"""Figures: tables of money, and the figures that a document reports in several places."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

import math
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationInfo, model_validator

from plancheck.model.base import At, Id, NotNegative, Part, Prose, Unknown, declared_for, derived


class Amounts(Part):
    """A row of an account: the figures in the account's unit. Costs are negative."""

    title: str = Field(description="The name of the row.")
    outcome: int | float | None = Field(default=None, description="The outcome.")
    budget: int | float | None = Field(default=None, description="The budget.")
    deviation: int | float | None = Field(default=None, description="Outcome minus budget, as the table has it.")
    forecast: int | float | None = Field(default=None, description="The forecast for the whole year.")
    comment: Prose | None = Field(default=None, description="What is said about the deviation.")

    @derived
    def outcome_minus_budget(self) -> int | float | Unknown:
        """The deviation that follows from outcome and budget."""
        if self.outcome is None or self.budget is None:
            return Unknown("no-outcome-or-budget")
        return self.outcome - self.budget


class Account(Part):
    """A table of money: rows and the total that they make."""

    title: str = Field(description="The heading of the table.")
    unit: Annotated[str, declared_for("units")] | None = Field(
        default=None, description="The unit of its figures: a word of the vocabulary for `units`; left out, its default."
    )
    rows: list[Amounts] = Field(default=[], description="The rows that make the total.")
    total: Amounts | None = Field(default=None, description="The last row.")
    at: At | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_the_default_unit(cls, values: Any, info: ValidationInfo) -> Any:
        default = (info.context or {}).get("default-unit")
        return {"unit": default, **values} if default and isinstance(values, dict) else values


class Measure(NamedTuple):
    """A number, or a range of two, in the smallest unit of its kind, and the last place that it is reported to.

    Two agree where they differ by less than the last place of the coarser one: 143 797 tkr, 143,7 mnkr and 144 mnkr. The place
    of an approximate one is that of its last digit that says something: "ca 15" may be 14. A `share` tells hundredths of a
    whole.
    """

    numbers: tuple[float, ...]
    place: float
    unit: str
    reported: tuple[float, ...]
    reported_unit: str
    approximate: bool = False
    share: bool = False

    def agrees(self, other: "Measure") -> bool:
        """Whether both may be reports of one figure."""
        limit = max(self.place, other.place)
        pairs = zip(self.numbers, other.numbers, strict=False)
        same = len(self.numbers) == len(other.numbers) and self.unit == other.unit
        # The last digits of a number in another unit are noise: 16,1 times 1 000 000.
        return same and all(
            abs(mine - theirs) < limit * (1 - 1e-9) or math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9)
            for mine, theirs in pairs
        )

    def may_be_hundredths_of(self, other: "Measure") -> bool:
        """Whether both tell shares, and one of them may be of 1 and the other of 100: 0,8 and 80."""
        if not (self.share and other.share and len(self.numbers) == len(other.numbers) == 1):
            return False
        less, more = sorted((abs(self.numbers[0]), abs(other.numbers[0])))
        return 0 < less <= 1 and math.isclose(more, 100 * less)

    def plus(self, other: "Measure") -> "Measure":
        """The sum of two that have one unit. It may be as far off as both together."""
        numbers = tuple(mine + theirs for mine, theirs in zip(self.numbers, other.numbers, strict=False))
        reported = tuple(mine + theirs for mine, theirs in zip(self.reported, other.reported, strict=False))
        place, is_about = self.place + other.place, self.approximate or other.approximate
        if self.reported_unit != other.reported_unit:
            return Measure(numbers, place, self.unit, numbers, self.unit, is_about)
        return Measure(numbers, place, self.unit, reported, self.reported_unit, is_about)


class ReportedFigure(Part):
    """A figure that the document reports: `name` says which, so that its values in several places can be compared.

    A range has `from` and `to`. A share or a change may give the two numbers that it follows from.
    """

    name: Id = Field(description="Which figure it is: the same name wherever it is reported.")
    title: str | None = Field(default=None, description="What people call it.")
    value: int | float | None = Field(default=None, description="The figure, where it is one number.")
    from_: int | float | None = Field(default=None, description="The lower end of a range.")
    to: int | float | None = Field(default=None, description="The upper end of a range.")
    approximate: bool = Field(default=False, description="Whether the document says that it is about so much (ca, cirka).")
    unit: str | None = Field(default=None, description="kr, tkr, mnkr, mdkr, procent, or what is counted.")
    part: NotNegative | None = Field(default=None, description="Of a share: how many of them.")
    whole: Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Of a share: how many in all."
    )
    before: int | float | None = Field(
        default=None, description="Of a change: what it was, in the same unit; of a change in percent, in any."
    )
    after: int | float | None = Field(default=None, description="Of a change: what it has become.")
    at: At | None = None

    @derived
    def called(self) -> str:
        """What people call it, else its name."""
        return self.title or self.name
