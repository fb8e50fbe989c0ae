"""Small selections that several queries of the ledger share."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from ..evidence.tables import Evidence
from .directions import job_changes
from .framework import OUTCOMES, holds_any
from .select import core_settings

Ids = Iterable[str]
Speaking = tuple[Ids, Ids]

GROWTH, SOCIAL = OUTCOMES
SOME_EFFECT, NO_EFFECT = ("+", "-", "mixed"), ("0",)
LABOUR_LAW = ("labour_law", "labour_enforcement", "union_law", "minimum_wage")
LABOUR_RULES = (*LABOUR_LAW, "social_protection")


def in_clusters(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Whether rows of a table are about a cluster in a developing country."""
    return rows["setting_id"].isin(core_settings(evidence).index)


def growth_findings(evidence: Evidence) -> pd.DataFrame:
    """Place and finding of each row on growth: of the economy, and of jobs."""
    rows = evidence.economy
    rows = rows.loc[rows["aspect"] == "growth", ["setting_id", "finding"]]
    return pd.concat([rows.astype({"finding": "string"}), job_changes(evidence)])


def acts_of(evidence: Evidence, actors: tuple[str, ...]) -> pd.DataFrame:
    """Acts in which one of these actors takes part."""
    acts = evidence.actions
    return acts[holds_any(acts["actors"], actors)]


def any_effect(rows: pd.DataFrame, words: Collection[str]) -> pd.Series:
    """Whether a row has one of these words for an effect on growth or on conditions."""
    growth, social = (rows[outcome].isin(words) for outcome in OUTCOMES)
    return growth | social


def ids_at(rows: pd.DataFrame, setting: str) -> list[str]:
    """Ids of the rows about a setting."""
    return list(rows.index[rows["setting_id"] == setting])


def joined(parts: Iterable[Ids]) -> list[str]:
    """Ids of several selections, each once, in their order."""
    return list(dict.fromkeys(row for part in parts for row in part))
