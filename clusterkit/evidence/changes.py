"""One cell changed, or one row left out, with the checks and types of loading.

Each function returns the tables that change, for `Evidence.replaced`; nothing is changed in place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from .checks import check_tables
from .definition import Field, Table, typed
from .problems import EvidenceError
from .tables import ORIGIN_PAPER, Evidence

Tables = dict[str, pd.DataFrame]


def with_cell(evidence: Evidence, table: str, row_id: str, column: str, text: str) -> Tables:
    """Put a text into one cell of the paper's rows, as if the file held it.

    Parameters
    ----------
    text
        As in the CSV file: an empty text for an empty cell, list items joined by semicolons.

    Returns
    -------
    dict of str to DataFrame
        The table, typed, with the other word in that cell.

    Raises
    ------
    EvidenceError
        When the row breaks a rule with it; it lists every problem.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> changed = with_cell(evidence, "actions", "act-2.1.9-04", "mode", "absent")
    >>> changed["actions"].loc["act-2.1.9-04", "mode"]
    'absent'
    """
    definition = evidence.definition.tables[table]
    rows = getattr(evidence, table)
    raw = row_as_text(rows, row_id, definition).assign(**{column: text})
    beside = evidence.once(_ids)
    keys = evidence.once(_citable)
    if problems := check_tables({table: raw}, evidence.definition, keys, beside=beside):
        raise EvidenceError(problems)
    few = replace(definition, fields=(definition[definition.key], definition[column]))
    rows.at[row_id, column] = typed(raw, few).at[row_id, column]
    return {table: rows}


def without_row(evidence: Evidence, table: str, row_id: str) -> Tables:
    """Leave out one row of the paper, and every link to it in the lists of other rows.

    Returns
    -------
    dict of str to DataFrame
        The table without the row, and those whose rows were linked to it.

    Raises
    ------
    ValueError
        When rows stand on it: a place, or a dimension.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> changed = without_row(evidence, "contexts", "ctx-2.1.10-01")
    >>> sorted(changed), changed["policies"].loc["pol-2.1.9-02", "driven_by"]
    (['contexts', 'policies'], ())
    """
    changed: Tables = {table: getattr(evidence, table).drop(row_id)}
    link = (table, evidence.definition.tables[table].key)
    for name, definition in evidence.definition.tables.items():
        for field in (field for field in definition.fields if link in field.references):
            rows = changed.get(name, getattr(evidence, name))
            linked = rows[field.name].map(lambda cell: row_id in _items(cell)).astype(bool)
            if not linked.any():
                continue
            if field.type != "list":
                msg = f"{row_id!r} cannot be left out: rows of {name} stand on it"
                raise ValueError(msg)
            kept = rows[field.name].map(lambda cell: tuple(i for i in cell if i != row_id))
            changed[name] = rows.assign(**{field.name: kept})
    return changed


def cell_as_text(rows: pd.DataFrame, row_id: str, field: Field) -> str:
    """Write a typed cell as its CSV file has it.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> responds_to = evidence.definition.tables["actions"]["responds_to"]
    >>> cell_as_text(evidence.actions, "act-2.1.10-01", responds_to)
    'pol-2.1.10-04;pol-2.1.10-05'
    """
    return _as_text(rows.at[row_id, field.name])


def row_as_text(rows: pd.DataFrame, row_id: str, table: Table) -> pd.DataFrame:
    """Write a typed row as its CSV file has it; the index is its place there.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> row = row_as_text(evidence.gaps, "gap-5.0.6-01", evidence.definition.tables["gaps"])
    >>> row.loc[13, ["gap_id", "paragraph", "domain"]].tolist()
    ['gap-5.0.6-01', '5.0.6', '']
    """
    cells = rows.loc[row_id]
    place = rows.index.get_loc(row_id)
    text = {
        field.name: row_id if field.name == table.key else _as_text(cells[field.name])
        for field in table.fields
    }
    return pd.DataFrame(text, index=[place], dtype=object)


def _as_text(cell: Any) -> str:
    if isinstance(cell, tuple):
        return ";".join(cell)
    if cell is pd.NA or pd.isna(cell):
        return ""
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return str(bool(cell)).lower()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _items(cell: Any) -> tuple[Any, ...]:
    return cell if isinstance(cell, tuple) else () if pd.isna(cell) else (cell,)


def _ids(evidence: Evidence) -> dict[tuple[str, str], tuple[set[str], str]]:
    """Ids of every table, to which a cell may refer, and the file they are in."""
    return {
        (name, table.key): (set(getattr(evidence, name).index), f"{name}.csv")
        for name, table in evidence.definition.tables.items()
    }


def _citable(evidence: Evidence) -> frozenset[str]:
    """Works that the paper's rows may cite, also those that its reference list lacks."""
    notes = evidence.citation_notes
    lacking = notes.loc[notes["kind"].eq("no_entry").fillna(False), "key"].dropna()
    works = evidence.sources
    return frozenset(works.index[works["origin"] == ORIGIN_PAPER]) | frozenset(lacking)
