"""Indicators: what is measured, with its outcomes, its targets and who set them, and limits that give an assessment."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from plancheck.model.base import At, Figure, Id, Part, Prose, Year, form_of

StatusWord: TypeAlias = Annotated[str, form_of("status")]
AssessmentWord: TypeAlias = Annotated[str, form_of("assessment")]
Outcomes: TypeAlias = Annotated[dict[Year, Figure], Field(description="The outcome by year.")]
Targets: TypeAlias = Annotated[
    dict[Year, Figure],
    Field(description="The target by year: a number, perhaps with a word of the vocabulary for `directions`, or such a word."),
]
_Number: TypeAlias = int | float


class Target(Part):
    """A target for an indicator that somebody else than the document's nämnd has set, such as KF's årsmål."""

    by: Id = Field(description="Who set it: kf, ks or the id of a nämnd.")
    target: Targets = {}
    at: At | None = None


class IndicatorPart(Part):
    """A part of those that an indicator is about, with figures of its own: women, men, a district."""

    name: str = Field(description="Which part: kvinnor, män.")
    outcome: Outcomes = {}
    target: Targets = {}
    reason: Prose | None = Field(default=None, description="Why there is no outcome, where there is none.")
    at: At | None = None


class ReferenceValue(Part):
    """A figure to compare an outcome with: of the country, the county, similar municipalities, or an earlier year."""

    of: str = Field(description="Whose it is: riket, länet, liknande kommuner.")
    year: Year | None = Field(default=None, description="The year that it is of.")
    value: Figure
    at: At | None = None


class Threshold(Part):
    """The limits within which figures give an assessment. A limit that is left out is none."""

    assessment: AssessmentWord = Field(description="The assessment that they give: a word of the vocabulary for `assessment`.")
    at_least: _Number | None = Field(default=None, description="The lowest figure that gives it.")
    after: _Number | None = Field(default=None, description="The figure above which it begins.")
    at_most: _Number | None = Field(default=None, description="The highest figure that gives it.")
    before: _Number | None = Field(default=None, description="The figure below which it ends.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, is_low_open, high, is_high_open = self._limits()
        if low > high or (low == high and (is_low_open or is_high_open)):
            details = {"low": low, "high": high}
            within = ("before" if is_high_open else "at-most",)
            raise PydanticCustomError("problem", "order", {"key": "nothing-between", "details": details, "within": within})
        return self

    def gives(self, figure: float) -> bool:
        """Whether a figure is within the limits."""
        low, is_low_open, high, is_high_open = self._limits()
        return (low < figure or (low == figure and not is_low_open)) and (
            figure < high or (figure == high and not is_high_open)
        )

    def overlaps(self, other: "Threshold") -> bool:
        """Whether some figure is within the limits of both."""
        low, is_low_open = max(self._limits()[:2], other._limits()[:2])
        high, is_high_closed = min((one._limits()[2], not one._limits()[3]) for one in (self, other))
        return low < high or (low == high and not is_low_open and is_high_closed)

    def _limits(self) -> tuple[float, bool, float, bool]:
        """The lowest and the highest figure, each with whether that is outside itself."""
        lows = [(limit, is_open) for limit, is_open in ((self.at_least, False), (self.after, True)) if limit is not None]
        highs = [(limit, not is_open) for limit, is_open in ((self.at_most, False), (self.before, True)) if limit is not None]
        low, is_low_open = max(lows, default=(float("-inf"), True))
        high, is_high_closed = min(highs, default=(float("inf"), False))
        return low, is_low_open, high, not is_high_closed


def _apart(thresholds: list[Threshold]) -> list[Threshold]:
    """The thresholds as they are. Of two that overlap nobody knows which assessment a figure gives."""
    for n, threshold in enumerate(thresholds):
        for other in thresholds[:n]:
            if threshold.overlaps(other):
                details = {"given": threshold.assessment, "other": other.assessment}
                raise PydanticCustomError(
                    "problem", "overlap", {"key": "overlapping-limits", "details": details, "within": (n,)}
                )
    return thresholds


Thresholds: TypeAlias = Annotated[
    list[Threshold], AfterValidator(_apart), Field(description="The limits that give an assessment; they do not overlap.")
]


class Indicator(Part):
    """A measure with its outcome and its target by year. `better` says whether lower or higher figures are the better ones."""

    name: str = Field(description="What the indicator is called, the same in every document.")
    unit: str | None = Field(default=None, description="What is counted: antal, procent, kr.")
    better: Literal["lower", "higher"] | None = Field(
        default=None, description="Whether lower or higher figures are the better ones."
    )
    level: Literal["namnd", "city"] = Field(default="namnd", description="Whether it is about the nämnd or the whole city.")
    outcome: Outcomes = {}
    target: Targets = {}
    targets: list[Target] = Field(default=[], description="Targets that others have set, such as KF's.")
    parts: list[IndicatorPart] = Field(default=[], description="The outcome in parts, such as women and men.")
    references: list[ReferenceValue] = Field(default=[], description="Figures that the outcome is compared with.")
    thresholds: Thresholds = Field(default=[])
    assessment: AssessmentWord | None = Field(
        default=None, description="How the outcome is assessed: a word of the vocabulary for `assessment`."
    )
    reason: Prose | None = Field(default=None, description="Why there is no outcome, where there is none.")
    at: At | None = None
