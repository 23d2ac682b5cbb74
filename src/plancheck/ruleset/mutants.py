"""Mutants: a rule with a single change to its requirement, which its test cases ought to notice.

A case that passes whatever the rule says proves nothing. Each mutant is run through the rule's own cases; a mutant that they
all accept has *survived*, and shows a part of the rule that no case needs. Each kind of check declares which of its keys may
be changed, and how (`MUTATIONS` of its module).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plancheck.checks import module_of
from plancheck.checks.mutation import Mutant, Mutations, dropped, mutants_in

HEAD: Mutations = {"applies-to": {"years": dropped, "each-year": dropped}}
"""How mutants change the keys that every rule has."""


def mutants_of(values: Mapping[str, Any]) -> Iterator[Mutant]:
    """Every mutant of a rule, as it is written in YAML."""
    mutations: Mutations = module_of(values["check"]).MUTATIONS
    return mutants_in(values, {**mutations, **HEAD})
