"""Documents of one nämnd over several years, and the organisation that it is a part of."""

from __future__ import annotations

ORGANISATION = """\
document: organisation
year: 2024
namnder:
  - {id: nordost, title: Nordost}
  - {id: centrum, title: Centrum}
  - {id: idrott, title: Idrott}
groups:
  - {id: socialnamnderna, title: Socialnämnderna, members: [nordost, centrum]}
  - {id: alla, title: Alla, everyone: true}
"""
PLAN_2024 = "document: verksamhetsplan\nnamnd: nordost\nyear: 2024\n"
PLAN_2023 = "document: verksamhetsplan\nnamnd: nordost\nyear: 2023\n"
REPORT_2023 = "document: arsrapport\nnamnd: nordost\nyear: 2023\n"
REPORT_2022 = "document: arsrapport\nnamnd: nordost\nyear: 2022\n"
INTERIM_2023 = "document: delarsrapport\nnamnd: nordost\nyear: 2023\n"


def uppdrag(*told: tuple[str, str | None]) -> str:
    """The `uppdrag` of a document: references and what status each has."""
    items = [f"{{ref: {ref}, status: {status}}}" if status else f"{{ref: {ref}}}" for ref, status in told]
    return f"uppdrag: [{', '.join(items)}]\n"
