"""One thing that is wrong with a file, and the error that lists all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN_PROBLEMS = 500  # sentences in one message; `EvidenceError.problems` has them all


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file, as a person needs to read it."""

    file: str
    expected: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    hint: str = field(default="", compare=False)
    sheet: str | None = None
    cell: str = field(default="", compare=False)  # its address in a workbook, such as D3

    def __str__(self) -> str:
        where = [self.file]
        where += [] if self.sheet is None else [f"sheet {self.sheet}"]
        where += [] if self.row is None else [f"row {self.row}"]
        where += [] if self.column is None else [f"column {self.column}"]
        if self.cell:
            where[-1] += f" ({self.cell})"
        value = "" if self.value is None else f"found {_shown(self.value)}, "
        return f"{', '.join(where)}: {value}expected {self.expected}.{self.hint}"


class EvidenceError(ValueError):
    """Raised when tables have problems; nothing is loaded. `problems` lists all of them."""

    def __init__(self, problems: list[Problem], *, what: str = "evidence") -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"- {problem}" for problem in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            lines.append(f"- … and {len(problems) - SHOWN_PROBLEMS:,} more")
        super().__init__("\n".join([f"The {what} was not loaded: {count}.", *lines]))

    def _render_traceback_(self) -> list[str]:
        """Show IPython and Jupyter the sentences alone, without a traceback."""
        return str(self).splitlines()


def _shown(value: str) -> str:
    if value == "":
        return "an empty cell"
    return repr(shortened(value))


def shortened(value: str) -> str:
    """Cut a long value for a sentence.

    Examples
    --------
    >>> shortened("word " * 20)[-6:]
    'rd wo…'
    """
    return value if len(value) <= 60 else value[:57] + "…"
