"""Paths through the notebooks: a lesson of twenty minutes, a course of six hours.

Their stops are in `data/content/paths.csv`; notebook 00 and the front page of the site show them.
"""

from __future__ import annotations

import html

import pandas as pd

from .content import content

NAMES = {"lesson": "A lesson of twenty minutes", "course": "A course of six hours"}


class Path:
    """A path for readers; `table` has its stops in order."""

    def __init__(self, name: str, table: pd.DataFrame) -> None:
        self.name, self.table = name, table

    def __repr__(self) -> str:
        stops = [
            f"{minutes} min, {notebook[:2]} {title}: {doing}"
            for notebook, title, minutes, doing, _ in _stops(self.table)
        ]
        return "\n".join([NAMES[self.name], *stops])

    def _repr_html_(self) -> str:
        return path_html(self.name, ".ipynb")


def show_path(name: str) -> Path:
    """Show a path through the notebooks: where to go, how long, and what to do there.

    Parameters
    ----------
    name
        `lesson` (twenty minutes) or `course` (six hours).

    Raises
    ------
    ValueError
        When there is no path of that name.

    Examples
    --------
    >>> shown = show_path("lesson")
    >>> int(shown.table["minutes"].sum()), shown.table["notebook"].iloc[0]
    (20, '00-welcome')
    """
    if name not in NAMES:
        msg = f"there is no path {name!r}; there are {', '.join(NAMES)}"
        raise ValueError(msg)
    table = content("paths")
    return Path(name, table[table["path"] == name])


def path_html(name: str, ending: str) -> str:
    """Write a path as HTML, its links ending as the pages of notebooks do (`.ipynb`, `.html`)."""
    left = "style='text-align: left; vertical-align: top'"
    lines, begun = "", 0
    for notebook, title, minutes, doing, cell in _stops(show_path(name).table):
        address = f"{notebook}{ending}#cell-id={cell}"
        words = html.escape(f"{notebook.split('-')[0]} {title}")
        link = f"<a href='{html.escape(address)}'>{words}</a>"
        lines += (
            f"<tr><td {left}>{begun}–{begun + minutes}</td><td {left}>{link}</td>"
            f"<td {left}>{html.escape(doing)}</td></tr>"
        )
        begun += minutes
    heads = "".join(f"<th {left}>{words}</th>" for words in ("minutes", "where", "what you do"))
    return (
        f"<table style='margin-left: 0'><caption style='text-align: left'><b>{NAMES[name]}</b>"
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _stops(table: pd.DataFrame) -> list[tuple[str, str, int, str, str]]:
    columns = ["notebook", "title", "minutes", "doing", "cell"]
    return list(table[columns].itertuples(index=False, name=None))
