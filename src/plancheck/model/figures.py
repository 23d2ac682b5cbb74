"""Figures: tables of money, and the figures that a document reports in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import Field

from plancheck.model.base import At, Id, NotNegative, Part, Unknown, derived

if TYPE_CHECKING:
    from plancheck.repository.workspace import Scope


class Amounts(Part):
    """A row of an account: the figures in the account's unit. Costs are negative."""

    title: str = Field(description="The name of the row.")
    outcome: int | float | None = Field(default=None, description="The outcome.")
    budget: int | float | None = Field(default=None, description="The budget.")
    deviation: int | float | None = Field(default=None, description="Outcome minus budget, as the table has it.")
    forecast: int | float | None = Field(default=None, description="The forecast for the whole year.")

    @derived
    def outcome_minus_budget(self, scope: Scope) -> int | float | Unknown:
        """The deviation that follows from outcome and budget."""
        if self.outcome is None or self.budget is None:
            return Unknown("no-outcome-or-budget")
        return self.outcome - self.budget


class Account(Part):
    """A table of money: rows and the total that they make. `unit` is kr, tkr or mnkr."""

    title: str = Field(description="The heading of the table.")
    unit: Literal["kr", "tkr", "mnkr"] = Field(default="tkr", description="The unit of its figures.")
    rows: list[Amounts] = Field(default=[], description="The rows that make the total.")
    total: Amounts | None = Field(default=None, description="The last row.")
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

    def agrees(self, other: Measure) -> bool:
        """Whether both may be tellings of one figure."""
        limit = max(self.place, other.place, 1e-9)
        pairs = zip(self.numbers, other.numbers, strict=False)
        same = len(self.numbers) == len(other.numbers) and self.unit == other.unit
        return same and all(abs(here - there) < limit * (1 - 1e-9) for here, there in pairs)


MONEY = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000, "mkr": 1_000_000, "mdkr": 1_000_000_000}


class ToldFigure(Part):
    """A figure that the document reports: `name` says which, so that its values in several places can be compared.

    A range has `from` and `to`. A share or a change may give the two numbers that it follows from.
    """

    name: Id = Field(description="Which figure it is: the same name wherever it is reported.")
    title: str | None = Field(default=None, description="What people call it.")
    value: int | float | None = Field(default=None, description="The figure, where it is one number.")
    from_: int | float | None = Field(default=None, description="The lower end of a range.")
    to: int | float | None = Field(default=None, description="The upper end of a range.")
    unit: str | None = Field(default=None, description="kr, tkr, mnkr, mdkr, procent, or what is counted.")
    part: NotNegative | None = Field(default=None, description="Of a share: how many of them.")
    whole: Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="Of a share: how many in all."
    )
    before: int | float | None = Field(default=None, description="Of a change: what it was, in the same unit.")
    after: int | float | None = Field(default=None, description="Of a change: what it has become.")
    at: At | None = None

    @derived
    def called(self, scope: Scope) -> str:
        """What people call it, else its name."""
        return self.title or self.name

    @derived
    def amount(self, scope: Scope) -> Measure | None:
        """What is told, at the precision that it is told with."""
        told = [one for one in (self.value, self.from_, self.to) if one is not None]
        if not told:
            return None
        named = (self.unit or "").casefold().replace("%", "procent")
        factor = MONEY.get(named, 1)
        unit = "kr" if named in MONEY else named
        place = max(10.0 ** -_decimals(one) for one in told) * factor
        return Measure(tuple(one * factor for one in told), place, unit, tuple(told), self.unit or "")

    @derived
    def share(self, scope: Scope) -> Measure | Unknown:
        """The share, in percent, that follows from its two numbers."""
        if self.part is None or self.whole is None:
            return Unknown("no-part-or-whole", name=self.called(scope))
        percent = 100 * self.part / self.whole
        told = self.amount(scope)
        return Measure((percent,), 0.0, told.unit if told else "procent", (round(percent, 2),), self.unit or "")

    @derived
    def change(self, scope: Scope) -> Measure | Unknown:
        """How much more or less it has become: what follows from its two numbers, in the figure's unit."""
        told = self.amount(scope)
        if self.before is None or self.after is None or told is None:
            return Unknown("no-before-or-after", name=self.called(scope))
        change = abs(self.after - self.before)
        factor = MONEY.get((self.unit or "").casefold(), 1)
        return Measure((change * factor,), 0.0, told.unit, (round(change, 2),), self.unit or "")


def _decimals(number: float) -> int:
    """How many places after the point a number is told with: those that it is written with."""
    text = repr(number)
    return len(text.partition(".")[2]) if isinstance(number, float) and "e" not in text and not text.endswith(".0") else 0
