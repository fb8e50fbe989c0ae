"""Rows of one table that meet some choices, and how a reader sees them."""

from __future__ import annotations

import pandas as pd

from ..evidence.paragraphs_and_pages import where_columns
from ..evidence.tables import ORIGIN_PAPER, STATEMENT_TABLES, Evidence
from ..evidence.wording import spaced
from .words import NOT_STATED

TOGETHER = ("firms_in_concert", "association", "several_associations", "many_sided_body")


def core(rows: pd.DataFrame) -> pd.Series:
    """Whether each statement is about a cluster in a developing country.

    Parameters
    ----------
    rows
        Statements, or other rows with the columns `setting_kind` and `developing` of their
        setting; general claims have neither and are not.

    Examples
    --------
    >>> rows = pd.DataFrame({"setting_kind": ["cluster", "country"], "developing": [True, True]})
    >>> core(rows).tolist()
    [True, False]
    """
    return (rows["setting_kind"].eq("cluster") & rows["developing"]).fillna(False).astype(bool)


def acting_together(actions: pd.DataFrame) -> pd.Series:
    """Whether the form in which each act is done, or fails to be, is one of several firms together.

    Examples
    --------
    >>> acts = pd.DataFrame({"organisation": [("individual_firms",), ("association",)]})
    >>> acting_together(acts).tolist()
    [False, True]
    """
    forms = actions["organisation"]
    return forms.map(lambda cell: not set(TOGETHER).isdisjoint(cell)).astype(bool)


def core_settings(evidence: Evidence) -> pd.DataFrame:
    """Choose the settings that are clusters in developing countries, as `core` does statements.

    Examples
    --------
    >>> import clusterkit as ck
    >>> core_settings(ck.load(only="paper"))["kind"].unique().tolist()
    ['cluster']
    """
    settings = evidence.settings
    return settings[core(settings.rename(columns={"kind": "setting_kind"}))]


def coverage(evidence: Evidence) -> pd.DataFrame:
    """Count what is said of every place, table by table.

    Returns
    -------
    DataFrame
        Indexed by setting_id in the order of the settings: `place`, `kind`, then claims in
        `employment`, `economy`, `conditions`, `policies`, `actions`, `contexts` (whole numbers;
        0 says that the paper says nothing of that kind here) and `paragraphs` that name it.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> ck.coverage(evidence).loc["chipilo-furniture", ["policies", "conditions"]].to_dict()
    {'policies': 1, 'conditions': 0}
    """
    settings, statements = evidence.settings, evidence.statements
    claims = statements.groupby(["setting_id", "table"], observed=True)["claim"].nunique()
    table = claims.unstack("table", fill_value=0)
    table = table.reindex(index=settings.index, columns=list(STATEMENT_TABLES), fill_value=0)
    names = evidence.place_names(settings.index.to_series())
    table.insert(0, "place", names)
    table.insert(1, "kind", settings["kind"].astype("string"))
    return table.assign(paragraphs=settings["paragraphs"].map(len)).rename_axis(columns=None)


def select_rows(
    evidence: Evidence, table: str, *, wider: bool = True, **choices: str | tuple[str, ...] | None
) -> pd.DataFrame:
    """Choose the rows of one table that meet every choice.

    Parameters
    ----------
    table
        `employment`, `economy`, `conditions`, `policies`, `actions` or `contexts`.
    wider
        Also what is not about a cluster in a developing country.
    choices
        Column to word or words: any column of the table, or `country`, `product`, `place` of
        the setting. Of several words one is enough; in a list cell one of its items is. None
        and an empty tuple choose everything. Silence meets no choice, except `not stated`,
        which asks for it.

    Returns
    -------
    DataFrame
        The rows, as in the table.

    Raises
    ------
    ValueError
        When there is no such column.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> select_rows(evidence, "actions", actors="employers", mode="opposed").index.tolist()
    ['act-3.2.1-08', 'act-3.2.4-02', 'act-3.2.4-03']
    """
    rows = getattr(evidence, table)
    about = evidence.settings[["country", "product", "place", "kind", "developing"]]
    about = about.rename(columns={"kind": "setting_kind"})
    joined = rows.join(about, on="setting_id")
    keep = pd.Series(True, index=rows.index)
    for column, wanted in choices.items():
        if column not in joined:
            msg = f"{table} has no column {column!r}; choose from {', '.join(joined.columns)}"
            raise ValueError(msg)
        words = (wanted,) if isinstance(wanted, str) else wanted
        if words:
            keep &= _holds(joined[column], words)
    if not wider:
        keep &= core(joined)
    return rows[keep]


def evidence_table(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Lay statements out for a reader.

    Parameters
    ----------
    rows
        Any rows that `evidence.statements` has, in the order wanted.

    Returns
    -------
    DataFrame
        Indexed by row_id, all text: `place`, `about` (instrument, kind, dimension …), `what the
        paper says`, `growth` and `social conditions` (effects), or `finding`; `certainty`,
        `paragraph` (and `page`, of a user's own rows), `sources`. An effect that is not said
        reads `not stated`; columns that are empty for every row are left out. Where a row is a
        user's own, the third column is called `what is said`, and `origin` names the file.

    Examples
    --------
    The furniture makers' growth is spoken of, their workers' conditions are not:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> rows = ck.select_rows(evidence, "policies", setting_id="chipilo-furniture")
    >>> table = ck.evidence_table(evidence, rows)
    >>> table[["about", "growth", "social conditions"]].to_numpy().tolist()
    [['exchange rate', '-', 'not stated']]
    """
    chosen = evidence.statements.loc[rows.index]
    effects = {"growth": chosen["growth_effect"], "social conditions": chosen["social_effect"]}
    acting = chosen["table"].isin(["policies", "actions", "contexts"])
    own = chosen["origin"] != ORIGIN_PAPER
    shown = {
        name: column.astype("string").fillna(NOT_STATED).where(acting)
        for name, column in effects.items()
    }
    table = pd.DataFrame(
        {
            "place": evidence.place_names(chosen["setting_id"]),
            "about": spaced(chosen["matter"]),
            "what is said" if own.any() else "what the paper says": chosen["summary"],
            "finding": chosen["finding"].astype("string"),
            **shown,
            "certainty": chosen["certainty"].astype("string"),
            **where_columns(chosen),
            "sources": chosen["sources"].map(evidence.cited_as).replace("", "none cited"),
            "origin": chosen["origin"] if own.any() else pd.NA,
        }
    )
    return table.dropna(axis="columns", how="all").fillna("")


def _holds(cells: pd.Series, words: tuple[str, ...]) -> pd.Series:
    asked = set(words)
    if cells.map(lambda cell: isinstance(cell, tuple)).any():
        silent = cells.map(len) == 0
        held = cells.map(lambda cell: not asked.isdisjoint(cell))
    else:
        silent = cells.isna()
        held = cells.astype("string").isin(asked)
    silence_asked = NOT_STATED in asked
    return (held | (silent & silence_asked)).astype(bool)
