"""A large made-up evidence base: the shipped one many times over, each copy its own claims."""

from __future__ import annotations

import pandas as pd

import clusterkit as ck
from clusterkit.evidence.tables import STATEMENT_TABLES

LINKS = ("responds_to", "enabled_by", "constrained_by", "acts_on", "reacts_to")


def many_times(evidence: ck.Evidence, copies: int) -> ck.Evidence:
    """Repeat every statement under new ids and claims; places, words and links stay.

    For measuring only: what it says of a place is the same said over and over.
    """
    tables = {name: getattr(evidence, name) for name in evidence.tables if name != "sources"}
    for name in STATEMENT_TABLES:
        tables[name] = pd.concat([_copy(tables[name], number) for number in range(copies)])
    return ck.Evidence(tables, evidence._schema, evidence._bibliography_path)


def _copy(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    if number == 0:
        return rows
    end = f"~{number}"
    copy = rows.set_axis((rows.index + end).rename(rows.index.name))
    copy["claim_id"] = copy["claim_id"] + end
    copy["same_as"] = copy["same_as"] + end
    for link in LINKS:
        if link in copy:
            copy[link] = copy[link].map(lambda cell: tuple(one + end for one in cell))
    return copy
