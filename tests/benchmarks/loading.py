"""How long loading with validation takes, beside plain `pandas.read_csv`.

    python -m tests.benchmarks.loading [rows ...]

Writes folders of CSV files with that many rows of evidence in all, loads each, and tells the
CPU seconds of both and their ratio. Near-linear: the ratio does not grow with the rows.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.evidence.definition import Field, data_dir, read_schema
from clusterkit.own.rules import STATEMENTS, own_schema

SIZES = (25_000, 50_000, 100_000, 200_000)
PREFIX = {
    "employment": "job",
    "economy": "eco",
    "conditions": "con",
    "policies": "pol",
    "actions": "act",
    "contexts": "ctx",
}
COUNTED = ["jobs", "people", "firms", "member_firms", "farmers"]
NUMBERED = {"year_lo": 1990, "year_hi": 2000, "base_year_lo": 1980, "base_year_hi": 1985}


def write_rows(folder: Path, count: int, *, bad: bool = False) -> Path:
    """Write a folder of own evidence with `count` rows of statements, a tenth as many places."""
    folder.mkdir(parents=True)
    places = [f"place-{number}" for number in range(max(count // 10, 1))]
    settings = {
        "setting_id": places,
        "kind": "cluster",
        "place": places,
        "country": "IND",
        "product": "tiles",
        "developing": "true",
    }
    pd.DataFrame(settings).to_csv(folder / "settings.csv", index=False)
    works = {
        "key": [f"work-{number}" for number in range(200)],
        "type": "article",
        "author": "Shah, R.",
        "year": 2019,
        "title": "A title",
    }
    pd.DataFrame(works).to_csv(folder / "sources.csv", index=False)
    tables = own_schema(read_schema(data_dir())).tables
    each = count // len(STATEMENTS)
    for name in STATEMENTS:
        unlinked = ("same_as", "reacts_to", *(["follows_from"] if name == "policies" else []))
        fields = [one for one in tables[name].fields if one.name not in unlinked]
        cells = {one.name: column(one, name, each, places) for one in fields}
        if name == "employment":
            cells["unit"] = [
                unit if measure == "level" else "percent"
                for measure, unit in zip(cells["measure"], COUNTED * each, strict=False)
            ]
        if bad:
            cells["certainty"] = [f"certain-{number}" for number in range(each)]
        pd.DataFrame(cells).to_csv(folder / f"{name}.csv", index=False)
    return folder


def column(one: Field, table: str, count: int, places: list[str]) -> list[str]:
    """Fill a column with sound and varied cells."""
    number = range(count)
    if one.name == tables_key(table):
        return [f"{PREFIX[table]}-{i}" for i in number]
    if one.name == "setting_id":
        return list(itertools.islice(itertools.cycle(places), count))
    if one.name == "sources":
        return [f"work-{i % 200};work-{(i + 1) % 200}" for i in number]
    tables = [table for table, _ in one.references]
    for other in ("policies", "contexts"):
        if other in tables:
            return [f"{PREFIX[other]}-{i}" for i in number]
    if one.vocabulary:
        return [one.vocabulary[i % len(one.vocabulary)] for i in number]
    if one.name in NUMBERED:
        return [str(NUMBERED[one.name])] * count
    if one.type in ("number", "integer"):
        first = {"lower": 10, "duration_lower": 1, "value": 20}.get(one.name, 30)
        return [str(first)] * count
    if one.pattern:
        return ["an-episode"] * count
    return [f"{one.name} of row {i}, told in a sentence of some length" for i in number]


def tables_key(table: str) -> str:
    return {"policies": "policy", "economy": "economy"}.get(table, table.removesuffix("s")) + "_id"


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def plain(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        pd.read_csv(path)


def refused(folder: Path) -> None:
    with pytest.raises(ck.EvidenceError) as caught:
        ck.load(folder)
    str(caught.value)


def measure(sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """Measure each size: CPU seconds of loading, of refusing a bad cell in every row, of pandas."""
    ck.load()
    lines = []
    with tempfile.TemporaryDirectory() as home:
        for size in sizes:
            folder = write_rows(Path(home) / str(size), size)
            bad = write_rows(Path(home) / f"bad-{size}", size, bad=True)
            loading = seconds(lambda one=folder: ck.load(one))  # type: ignore[misc]
            lines.append(
                (
                    size,
                    loading,
                    seconds(lambda one=bad: refused(one)),
                    seconds(lambda one=folder: plain(one)),
                )
            )  # type: ignore[misc]
    table = pd.DataFrame(lines, columns=["rows", "load", "refuse", "read_csv"]).set_index("rows")
    return table.assign(ratio=table["load"] / table["read_csv"])


if __name__ == "__main__":
    print(measure(tuple(map(int, sys.argv[1:])) or SIZES).round(2).to_string())
