"""A verksamhetsplan and the documents around it, for selectors, paths and matchers."""

from __future__ import annotations

PLAN = """\
document: verksamhetsplan
namnd: nordost
year: 2024
title: Verksamhetsplan 2024
x-owner: direktör
sections:
  - {number: "3", title: Mål, kind: mal-och-uppdrag}
goals:
  - ref: kf-2024/goal-1
    at: {section: "3.1.1", page: 5}
    x-note: {kept: by}
    text: Fler möten
    indicators:
      - {name: Hushåll, better: lower, outcome: {2024: 4}, target: {2024: 3}}
      - {name: Trygghet, outcome: {2024: 4}, target: {2024: 3}}
  - ref: kf-2024/goal-2
    title: Egen rubrik
    refers-to: ["3.4", "3.5"]
    indicators:
      - {name: Resor}
uppdrag:
  - {ref: kf-2022/old, text: Ett team till}
  - {id: eget, to: [nordost, socialnamnderna]}
  - {ref: kf-2024/nowhere}
programmes:
  - {title: Jämlik stad, from: 2018, to: 2026}
  - {title: Avfallsplan}
"""
BUDGET = """\
document: kf-budget
id: kf-2024
year: 2024
goals:
  - {id: goal-1, title: Jämlik stad}
  - {id: goal-2, title: Mindre segregation}
uppdrag:
  - {id: new, title: Fritidsbanker, to: [socialnamnderna], due: 2024-12-31, same-as: [kf-2022/old]}
"""
OTHERS = (
    BUDGET,
    "document: verksamhetsplan\nnamnd: centrum\nyear: 2024\nuppdrag: [{ref: kf-2024/new, text: C}]\n",
    "document: arsrapport\nnamnd: nordost\nyear: 2023\n"
    "uppdrag: [{ref: kf-2022/old, status: pågående, at: {page: 7}, handled-by: [centrum]}]\ngoals: [{ref: kf-2023/g}]\n",
    "document: lex-sarah\nnamnd: nordost\nyear: 2024\nlex-sarah-reports: [{quarter: 1, number: 4}, {quarter: 2, number: 6}]\n",
    "document: organisation\nyear: 2020\nnamnder: [{id: nordost, title: N}]\n"
    "groups: [{id: socialnamnderna, title: S, members: [nordost, centrum]}]\n",
)
