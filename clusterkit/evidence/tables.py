"""The evidence: loaded once, checked whole, never changed.

`load` returns an `Evidence` with one typed table an attribute; `Evidence.statements` is all
of its rows in one table, and every count and citation is made from that.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import citations
from .definition import ORIGIN, PAGE, Schema, Table, codebook, data_dir
from .paragraphs_and_pages import places_in_order
from .wording import spaced

T = TypeVar("T")
Numbers = npt.NDArray[np.intp]

STATEMENT_TABLES = ("employment", "economy", "conditions", "policies", "actions", "contexts")
MATTER = {
    "employment": "measure",
    "economy": "aspect",
    "conditions": "dimension",
    "policies": "instrument",
    "actions": "kind",
    "contexts": "kind",
}
STATEMENT_COLUMNS = (
    "claim_id",
    "setting_id",
    "episode",
    "period",
    "year_lo",
    "year_hi",
    "summary",
    "finding",
    "growth_effect",
    "social_effect",
    "workers",
    "stage",
    "certainty",
    "citation",
    "paragraph",
    "page",
    "sources",
    "same_as",
    "follows_from",
    "origin",
)
LISTS = ("workers", "follows_from")  # empty where a table does not have them
CITING = (*STATEMENT_TABLES, "gaps")
ORIGIN_PAPER = "paper"

Which = Literal["paper", "own"]


@dataclass(frozen=True)
class Counts:
    """How much evidence a selection holds; the three are always given together.

    `claims` are statements of the paper (a repeated one counts once), `places` are settings
    (general claims have none), `sources` are the works cited.
    """

    claims: int
    places: int
    sources: int

    def __str__(self) -> str:
        return f"{self.brief} · {_counted(self.sources, 'sources')}"

    @property
    def brief(self) -> str:
        """Claims and places alone, where room is short."""
        return f"{_counted(self.claims, 'claims')} · {_counted(self.places, 'places')}"


COUNTED = {"claims": "claim", "places": "place", "sources": "source"}


def _counted(number: int, words: str) -> str:
    return f"{number} {COUNTED[words] if number == 1 else words}"


@dataclass(frozen=True)
class Codes:
    """Statements as whole numbers, in the order of `Evidence.statements`.

    Attributes
    ----------
    claim, place
        A number for each claim and each setting; -1 where a claim is general.
    settings
        setting_ids by their number.
    source_row, source
        One entry for each source of each statement: the statement's position, and the source.
    """

    claim: Numbers
    place: Numbers
    settings: list[str]
    source_row: Numbers
    source: Numbers

    def counts(self, positions: Numbers) -> Counts:
        """Count the claims, places and sources of statements given by their positions."""
        inside = np.zeros(len(self.claim), dtype=bool)
        inside[positions] = True
        place = self.place[inside]
        return Counts(
            len(np.unique(self.claim[inside])),
            len(np.unique(place[place >= 0])),
            len(np.unique(self.source[inside[self.source_row]])),
        )

    def grouped(self, groups: Numbers, positions: Numbers, number: int) -> list[Counts]:
        """Count groups of statements: `groups` holds 0 to `number` - 1 for each position."""
        place = self.place[positions]
        starts = np.searchsorted(self.source_row, positions)
        lengths = np.searchsorted(self.source_row, positions, side="right") - starts
        before = np.cumsum(lengths) - lengths
        each = np.arange(lengths.sum()) - np.repeat(before - starts, lengths)
        claims = _distinct(groups, self.claim[positions], number)
        places = _distinct(groups[place >= 0], place[place >= 0], number)
        sources = _distinct(np.repeat(groups, lengths), self.source[each], number)
        return [Counts(*numbers) for numbers in zip(claims, places, sources, strict=True)]


class Evidence:
    """All tables of the evidence, each a typed DataFrame indexed by its stable id.

    Tables are attributes: `settings`, `employment`, `economy`, `conditions`, `policies`,
    `actions`, `contexts`, `gaps`, `readings`, `dimensions`, `citation_notes`, and `sources`
    (the bibliography). What is not said is `<NA>`, in list columns an empty tuple. Each
    attribute hands out a copy of its own: editing one changes nothing here.

    Every table, and `statements`, has the column `origin`: `paper`, or the name of the user's
    file that the row is from. Where a statement stands is its `paragraph` of the paper or, in a
    user's row, the `page` of the user's source; the other of the two is `<NA>`. `only` shows
    either alone.
    """

    def __init__(
        self,
        tables: dict[str, pd.DataFrame],
        definition: Schema,
        bibliography: Path,
        own_works: pd.DataFrame | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._tables = tables
        self._schema = definition
        self._bibliography_path = bibliography
        self._own_works = own_works
        self.notes = notes
        self._formatted: dict[str, dict[str, str]] = {}
        self._made: dict[Any, Any] = {}
        self._made_of: dict[Any, tuple[str, ...]] = {}

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._tables:
            msg = f"the evidence has no table {name!r}; it has {', '.join(self.tables)}"
            raise AttributeError(msg)
        return self._tables[name].copy()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._tables]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in the order of the codebook."""
        return (*self._tables, "sources")

    @property
    def definition(self) -> Schema:
        """What the tables are held to, with the version of the data."""
        return self._schema

    @property
    def version(self) -> str:
        """Version of the data, which is not that of the package; `edited from` it in a copy."""
        return self._schema.version

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the rows are from: `paper`, names of the user's files."""
        origins = pd.concat([rows["origin"] for rows in self._tables.values()])
        return tuple(str(origin) for origin in origins.drop_duplicates())

    @property
    def is_union(self) -> bool:
        """Whether there are statements of the paper and of a user's file."""
        own = self._statements["origin"] != ORIGIN_PAPER
        return bool(own.any() and not own.all())

    def only(self, which: Which) -> Evidence:
        """Keep the paper's rows, or the user's own.

        Parameters
        ----------
        which
            `paper` or `own`. The user's own rows keep the settings of the paper that they are
            about (and those that these are part of), and the crosswalk of dimensions.

        Examples
        --------
        >>> import clusterkit as ck
        >>> ck.load().only("own").statements.empty
        True
        """
        if which not in ("paper", "own"):
            msg = f"only is 'paper' or 'own', not {which!r}"
            raise ValueError(msg)
        kept = {
            name: rows[(rows["origin"] == ORIGIN_PAPER) == (which == "paper")]
            for name, rows in self._tables.items()
        }
        if which == "own":
            kept["dimensions"] = self._tables["dimensions"]
            asked = set(kept["settings"].index) | set(kept["settings"]["part_of"].dropna())
            for name in STATEMENT_TABLES:
                asked |= set(kept[name]["setting_id"].dropna())
            places = self._tables["settings"]
            while wider := set(places.loc[list(asked), "part_of"].dropna()) - asked:
                asked |= wider
            kept["settings"] = places[places.index.isin(asked)]
        mine = self._own_works if which == "own" else None
        alone = Evidence(kept, self._schema, self._bibliography_path, mine, self.notes)
        if which == "own":
            cited = {key for name in CITING for keys in kept[name]["sources"] for key in keys}
            works = alone._sources
            alone._sources = works[(works["origin"] != ORIGIN_PAPER) | works.index.isin(cited)]
        return alone

    def replaced(self, tables: Mapping[str, pd.DataFrame], version: str) -> Evidence:
        """Return evidence with some tables in the place of those here, and a version of its own.

        Parameters
        ----------
        tables
            Tables by name, already typed and checked (`changes` makes such).
        version
            What this evidence calls itself in captions and exports.

        Examples
        --------
        >>> import clusterkit as ck
        >>> evidence = ck.load()
        >>> fewer = evidence.replaced({"gaps": evidence.gaps.head(2)}, "2.0.0 with two gaps")
        >>> len(fewer.gaps), len(fewer.actions) == len(evidence.actions)
        (2, True)
        """
        other = Evidence(
            {**self._tables, **tables}, replace(self._schema, version=version),
            self._bibliography_path, self._own_works, self.notes,
        )  # fmt: skip
        other._sources, other._shared_vocabularies = self._sources, self._shared_vocabularies
        changed = {name: other._part(name) for name in tables if name in MATTER}
        other._parts = {**self._parts, **changed}
        for make, of in self._made_of.items():
            if not set(of) & set(tables):
                other._made[make], other._made_of[make] = self._made[make], of
        return other

    @cached_property
    def _bibliography(self) -> Any:
        read = citations.read_bibliography(self._bibliography_path)
        return read if self._own_works is None else citations.with_works(read, self._own_works)

    @cached_property
    def _sources(self) -> pd.DataFrame:
        table = citations.sources_table(self._bibliography)
        origin = pd.Series(ORIGIN_PAPER, index=table.index, dtype="string")
        if self._own_works is not None:
            origin.update(self._own_works.set_index("key")["origin"].astype("string"))
        return table.assign(origin=origin)

    @property
    def sources(self) -> pd.DataFrame:
        """Works of the bibliography.

        Columns `cited_as`, `year`, `title`, `type`, `published_in`, `origin`.
        """
        return self._sources.copy()

    @cached_property
    def _parts(self) -> dict[str, pd.DataFrame]:
        return {name: self._part(name) for name in STATEMENT_TABLES}

    def _part(self, name: str) -> pd.DataFrame:
        return _statements_of(name, self._tables[name]).astype(self._shared_vocabularies)

    @cached_property
    def _statements(self) -> pd.DataFrame:
        rows = pd.concat([self._parts[name] for name in STATEMENT_TABLES])
        first = rows.dropna(subset="same_as").drop_duplicates("claim_id")
        repeats = first.set_index("claim_id")["same_as"]
        claim = rows["claim_id"].map(repeats).astype("string").fillna(rows["claim_id"])
        places = self._tables["settings"][["kind", "place", "product", "country", "developing"]]
        places = places.rename(columns={"kind": "setting_kind"})
        return rows.assign(claim=claim).join(places, on="setting_id")

    @cached_property
    def _shared_vocabularies(self) -> dict[str, pd.CategoricalDtype]:
        shared = {}
        for name in STATEMENT_TABLES:
            for field in self._schema.tables[name].fields:
                if field.enum and field.name in STATEMENT_COLUMNS:
                    shared[field.name] = pd.CategoricalDtype(list(field.enum), ordered=True)
        return shared

    @property
    def statements(self) -> pd.DataFrame:
        """Every row that says something of a place or in general, in one table.

        Index `row_id`; columns `table`, `matter` (measure, aspect, dimension, instrument or
        kind), `claim` (the claim_id, or that of the statement it repeats), the shared columns
        of the codebook, and `setting_kind`, `place`, `product`, `country`, `developing` of
        the setting. Columns that a table does not have are `<NA>` there.
        """
        return self._statements.copy()

    def counts(self, rows: pd.DataFrame | Iterable[str]) -> Counts:
        """Count the claims, places and sources of a selection of rows.

        Parameters
        ----------
        rows
            A table indexed by row ids, or the ids themselves. Raises KeyError for an id that
            no statement has.

        Examples
        --------
        >>> import clusterkit as ck
        >>> evidence = ck.load()
        >>> print(evidence.counts(evidence.employment.query("setting_id == 'tirupur-knitwear'")))
        2 claims · 1 place · 6 sources
        """
        return self.codes.counts(self.positions(rows))

    def positions(self, rows: pd.DataFrame | Iterable[str]) -> Numbers:
        """Find where rows stand in `statements`, as whole numbers; KeyError for an unknown id."""
        ids = rows.index.tolist() if isinstance(rows, pd.DataFrame) else rows
        return np.fromiter(map(self._positions.__getitem__, ids), dtype=np.intp)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {str(row): at for at, row in enumerate(self._statements.index)}

    def statements_at(self, positions: Numbers) -> pd.DataFrame:
        """Return the statements that stand at these positions of `statements`."""
        return self._statements.iloc[positions].copy()

    @property
    def codes(self) -> Codes:
        """Claims, places and sources of all statements as whole numbers, for fast counting."""
        return self.once(_codes)

    def once(self, make: Callable[[Evidence], T], *, of: tuple[str, ...] = ()) -> T:
        """Return what `make` makes of this evidence, made the first time only.

        Where it is made of certain tables alone, `of` names them: evidence with other tables
        replaced keeps it.
        """
        if make not in self._made:
            self._made[make] = make(self)
            if of:
                self._made_of[make] = of
        return self._made[make]

    def cite(self, rows: pd.DataFrame | Iterable[str], *, style: str = "apa") -> citations.Citation:
        """Cite a selection of rows: paragraphs of the paper, references and BibTeX.

        The paper itself is among the references unless every row is the user's own, since it
        is what was read. Of the user's own rows the pages are given. A `style` other than `apa`
        needs the extra `cite`; without it, a user's own works are formatted plainly.
        """
        chosen = self._chosen(rows)
        read = chosen["origin"] == ORIGIN_PAPER
        keys = sorted(set(chosen["sources"].explode().dropna()))
        paragraphs = places_in_order(chosen[read])
        own = chosen.loc[~read, ["sources", "page"]].dropna(subset="page")
        pages = dict.fromkeys(
            f"{self.cited_as(works)}, {page}" for works, page in own.itertuples(index=False)
        )
        formatted = self._references(style)
        works = sorted(formatted[key] for key in keys if key in formatted)
        paper = [citations.PAPER] if read.any() or chosen.empty else []
        references = (*(formatted[key] for key in paper), *works)
        text = citations.bibtex(self._bibliography, [*paper, *keys])
        return citations.Citation(paragraphs, tuple(keys), references, text, tuple(pages))

    def _references(self, style: str) -> dict[str, str]:
        """Give the whole bibliography once for each style, by key.

        In APA style the shipped works are formatted already; a folder with a bibliography of its
        own has none of them.
        """
        if style not in self._formatted:
            if style == "apa":
                ours = self._bibliography_path.resolve().parent == data_dir().resolve()
                shipped = citations.shipped_references() if ours else {}
                self._formatted[style] = citations.references(self._bibliography, shipped)
            else:
                read = citations.formatted_references(self._bibliography, style=style)
                self._formatted[style] = read
        return self._formatted[style]

    def cited_as(self, keys: Iterable[str]) -> str:
        """Name works as running text does: `Schmitz (1999); Nadvi and Barrientos (2004)`.

        A work without an entry in the bibliography is named as the paper's text does, and any
        other key is shown as it is.

        Examples
        --------
        >>> import clusterkit as ck
        >>> ck.load().cited_as(["pyke-2015-framework"])
        'Pyke and Lund-Thomsen (2015)'
        """
        names = self._sources["cited_as"]
        return "; ".join(str(names.get(key, None) or self._as_in_text(key)) for key in keys)

    def _as_in_text(self, key: str) -> str:
        """Name a work that the list of references does not have, by the notes on citations."""
        notes = self._tables["citation_notes"]
        said = notes.loc[notes["kind"].eq("no_entry") & notes["key"].eq(key), "in_text"].dropna()
        return str(said.iloc[0]) if len(said) else key

    def place_name(self, setting_id: str) -> str:
        """Name a setting for a reader: `Sialkot footballs`; a user's own ends with [own].

        Examples
        --------
        >>> import clusterkit as ck
        >>> ck.load().place_name("sialkot-football")
        'Sialkot footballs'
        """
        return self.once(_names_of_places)[setting_id]

    def place_names(self, setting_ids: pd.Series) -> pd.Series:
        """Name the settings of a column; where there is none, say that the claim is general."""
        names = {
            setting_id: self.place_name(setting_id) for setting_id in setting_ids.dropna().unique()
        }
        return setting_ids.map(names).astype("string").fillna("no place: general claim")

    def codebook(self, table: str) -> pd.DataFrame:
        """Describe the columns of a table: type, meaning, words allowed."""
        return codebook(self._schema.tables[table])

    def vocabulary(self, table: str, column: str) -> tuple[str, ...]:
        """List the words that a column may hold, in the codebook's order."""
        return self._schema.tables[table][column].vocabulary

    def _chosen(self, rows: pd.DataFrame | Iterable[str]) -> pd.DataFrame:
        return self._statements.iloc[self.positions(rows)]

    def __repr__(self) -> str:
        width = max(len(name) for name in self._tables)
        lines = [f"{name:<{width}} {len(rows):>4} rows" for name, rows in self._tables.items()]
        lines.append(f"{'sources':<{width}} {len(self._sources):>4} works")
        return "\n".join([self._title, *lines])

    @property
    def _title(self) -> str:
        title = f"Evidence, data version {self.version}"
        mine = [name for name in self.origins if name != ORIGIN_PAPER]
        counts = [
            f"{sum(int((rows['origin'] == name).sum()) for rows in self._tables.values()):,} "
            f"rows from {name}"
            for name in mine
        ]
        return ", with ".join([title, *counts])

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><th scope='row' style='text-align:left'>{spaced(name)}</th><td>{len(rows)}</td>"
            f"<td style='text-align:left'>{self._schema.tables[name].description}</td></tr>"
            for name, rows in self._tables.items()
        )
        head = "<tr><th>table</th><th>rows</th><th style='text-align:left'>what a row is</th></tr>"
        return f"<table><caption>{html.escape(self._title)}</caption>{head}{cells}</table>"


def with_origin(table: Table) -> Table:
    """Add to a table of the definition what loading adds to its rows: `page` and `origin`.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir, read_schema
    >>> definition = read_schema(data_dir())
    >>> [field.name for field in with_origin(definition.tables["gaps"]).fields[-2:]]
    ['page', 'origin']
    >>> with_origin(definition.tables["settings"]).fields[-1].name
    'origin'
    """
    added = (PAGE, ORIGIN) if table.name in CITING else (ORIGIN,)
    return replace(table, fields=(*table.fields, *added))


def figure_in_words(rows: pd.DataFrame) -> pd.Series:
    """Say each figure of the employment table as the paper bounds it: `about 400,000 jobs`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> jobs = ck.load().employment
    >>> figure_in_words(jobs[jobs["setting_id"] == "tirupur-knitwear"]).tolist()[:2]
    ['less than 50,000 jobs', 'about 400,000 jobs']
    """
    words = {"exact": "", "about": "about ", "under": "less than ", "over": "over "}
    number = rows["value"].fillna(rows["upper"]).fillna(rows["lower"]).map("{:,.15g}".format)
    unit = (
        rows["unit"].astype("string").replace({"percent": "%", "sales_share_percent": "% of sales"})
    )
    joined = number.astype("string") + unit.map(lambda word: word if word[0] == "%" else f" {word}")
    phrase = rows["qualifier"].astype("string").map(words) + spaced(joined)
    change = {"level": "", "total_change": "a change of ", "annual_growth": "a yearly growth of "}
    return (rows["measure"].astype("string").map(change) + phrase).astype("string")


def _distinct(groups: Numbers, values: Numbers, number: int) -> list[int]:
    """Count the different values of each group."""
    size = int(values.max(initial=0)) + 1
    pairs = np.unique(groups.astype(np.int64) * size + values)
    return np.bincount((pairs // size).astype(np.intp), minlength=number).tolist()


def _names_of_places(evidence: Evidence) -> dict[str, str]:
    settings = evidence._tables["settings"]
    columns = (settings[name].tolist() for name in ("place", "product", "origin"))
    names = {}
    for setting, place, product, origin in zip(settings.index, *columns, strict=True):
        parts = [str(part) for part in (place, product) if not pd.isna(part)]
        name = f"{product}, several countries" if pd.isna(place) else " ".join(parts)
        names[str(setting)] = name if origin == ORIGIN_PAPER else f"{name} [own]"
    return names


def _codes(evidence: Evidence) -> Codes:
    rows = evidence._statements
    sources = rows["sources"].reset_index(drop=True).explode().dropna()
    place, settings = pd.factorize(rows["setting_id"])
    return Codes(
        pd.factorize(rows["claim"])[0],
        place,
        [str(setting) for setting in settings],
        sources.index.to_numpy(dtype=np.intp),
        pd.factorize(sources)[0],
    )


def _statements_of(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Bring one table to the columns that all statements share."""
    silent = {"year_lo": "Int64", "year_hi": "Int64"}
    columns: dict[str, Any] = {"table": pd.Series(name, index=rows.index, dtype="string")}
    columns["matter"] = rows[MATTER[name]].astype("string")
    for column in STATEMENT_COLUMNS:
        if column not in rows:
            cells = pd.Series(pd.NA, index=rows.index, dtype=silent.get(column, "string"))
            columns[column] = cells.map(lambda _: ()) if column in LISTS else cells
        elif isinstance(rows[column].dtype, pd.CategoricalDtype):
            columns[column] = rows[column].astype("string")
        else:
            columns[column] = rows[column]
    if name == "employment":
        columns["summary"] = figure_in_words(rows)
    return pd.DataFrame(columns, index=rows.index).rename_axis("row_id")
