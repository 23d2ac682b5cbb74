"""Internal control (intern kontroll): risks, how great they are, and the controls that a nämnd has decided for them."""

# No `from __future__ import annotations`: pydantic would evaluate every annotation from its text at each start.

from pydantic import Field

from plancheck.model.base import At, Date, Id, Part, Prose, Ref, Unknown, derived
from plancheck.model.indicators import StatusWord


class Control(Part):
    """A control of a risk (kontrollmoment). A plan decides it with an `id`; a follow-up refers to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Ref | None = Field(default=None, description="A reference to where it is decided.")
    title: str | None = Field(default=None, description="What is controlled.")
    method: Prose | None = Field(default=None, description="How it is done.")
    responsible: str | None = Field(default=None, description="Who does it: a unit or a role.")
    frequency: str | None = Field(default=None, description="How often: varje månad, en gång om året.")
    reported_on: Date | None = Field(default=None, description="When it was reported.")
    status: StatusWord | None = Field(default=None, description="How far it has come: a word of the vocabulary for `status`.")
    result: Prose | None = Field(default=None, description="What it showed.")
    measures: list[Prose] = Field(default=[], description="What is to be done because of it.")
    at: At | None = None


class Risk(Part):
    """What may happen and do harm. A plan decides it with an `id`; a follow-up refers to it with `ref`."""

    id: Id | None = Field(default=None, description="Its id, where this document decides it.")
    ref: Ref | None = Field(default=None, description="A reference to where it is decided.")
    title: str | None = Field(default=None, description="What may happen.")
    area: str | None = Field(default=None, description="The process or activity that it belongs to.")
    text: Prose | None = Field(default=None, description="What is said about it.")
    probability: int | None = Field(
        default=None, ge=1, le=10, description="How likely it is (sannolikhet), by the plan's scale."
    )
    consequence: int | None = Field(
        default=None, ge=1, le=10, description="How much it would harm (konsekvens), by that scale."
    )
    value: int | None = Field(default=None, ge=1, le=100, description="Both multiplied (riskvärde), as the document has it.")
    controls: list[Control] = Field(default=[], description="The controls of it.")
    measures: list[Prose] = Field(default=[], description="What is to be done against it.")
    at: At | None = None

    @derived
    def risk_value(self) -> int | Unknown | None:
        """How great the risk is: its own value, else probability × consequence; nothing where it is not assessed.

        Unknown where only one of the two is told.
        """
        if self.value is not None:
            return self.value
        if self.probability is None and self.consequence is None:
            return None
        if self.probability is None or self.consequence is None:
            return Unknown("half-a-risk")
        return self.probability * self.consequence

    @derived
    def product(self) -> int | None:
        """Probability × consequence, where both are told."""
        return None if self.probability is None or self.consequence is None else self.probability * self.consequence
