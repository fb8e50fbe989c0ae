"""The evidence with one second reading of `readings.csv` in the place of the chosen one."""

from __future__ import annotations

import pandas as pd

from ..evidence.changes import Tables, cell_as_text, with_cell, without_row
from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence

ROW = "row"  # of the column `column`: the whole row is left out
NO_ROW, NO_WORD = "left out", "not stated"


def with_reading(evidence: Evidence, reading_id: str) -> Evidence:
    """Return the evidence with one second reading applied.

    Parameters
    ----------
    reading_id
        A row of `evidence.readings`. Its cell gets the alternative (`not stated` empties it); of
        `left out` the row goes, and every link to it.

    Returns
    -------
    Evidence
        Evidence of its own, checked and typed as loading does. Its `version` names the reading,
        and there the two words of the reading have changed places: it is applied once more to
        come back.

    Raises
    ------
    ValueError
        When there is no such reading, or it does not fit the rows; EvidenceError, which is one,
        when its word is none that the cell may hold.

    Examples
    --------
    Is it an act to end inspections, or a failure to act?

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> other = ck.with_reading(evidence, "rdg-20")
    >>> evidence.actions.loc["act-2.1.9-04", "mode"], other.actions.loc["act-2.1.9-04", "mode"]
    ('alone', 'absent')
    >>> other.version.removeprefix(evidence.version)
    ' with second reading rdg-20'
    """
    readings = evidence.readings
    if reading_id not in readings.index:
        hint = nearest(reading_id, list(readings.index))
        msg = f"there is no second reading {reading_id!r} of the paper's rows here.{hint}"
        raise ValueError(msg)
    table, row_id, column = readings.loc[reading_id, ["table", "row_id", "column"]].astype(str)
    if table not in evidence.tables or row_id not in getattr(evidence, table).index:
        msg = f"{reading_id} cannot be applied: no row of {table} is called {row_id!r}"
        raise ValueError(msg)
    change = _row_left_out if column == ROW else _cell_changed
    version = f"{evidence.version} with second reading {reading_id}"
    return evidence.replaced(change(evidence, readings, reading_id), version)


def _row_left_out(evidence: Evidence, readings: pd.DataFrame, reading_id: str) -> Tables:
    reading = readings.loc[reading_id]
    if reading["alternative"] != NO_ROW:
        msg = f"{reading_id} cannot be applied: of a whole row the alternative is {NO_ROW!r}"
        raise ValueError(msg)
    mine = readings["row_id"] == reading["row_id"]
    left = without_row(evidence, str(reading["table"]), str(reading["row_id"]))
    return {**left, "readings": readings[~mine]}


def _cell_changed(evidence: Evidence, readings: pd.DataFrame, reading_id: str) -> Tables:
    """Put the alternative into the cell, and the two words of the reading into each other's."""
    words = readings.loc[reading_id].astype("string").fillna("").replace(NO_WORD, "")
    table, row_id, column = (str(words[name]) for name in ("table", "row_id", "column"))
    chosen, alternative = str(words["chosen"]), str(words["alternative"])
    definition = evidence.definition.tables[table]
    if column not in [field.name for field in definition.fields]:
        msg = f"{reading_id} cannot be applied: {table} has no column {column!r}"
        raise ValueError(msg)
    held = cell_as_text(getattr(evidence, table), row_id, definition[column])
    if held != chosen:
        msg = f"{reading_id} cannot be applied: {row_id} holds {held!r}, not {chosen!r}"
        raise ValueError(msg)
    readings.loc[reading_id, "chosen"] = alternative or pd.NA
    readings.loc[reading_id, "alternative"] = chosen or NO_WORD
    return {**with_cell(evidence, table, row_id, column, alternative), "readings": readings}
