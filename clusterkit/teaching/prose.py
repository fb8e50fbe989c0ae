"""Which sentences name a paragraph of the paper, and which rows of the evidence stand behind each.

The sentences are those of the notebooks and of `data/content/`; `data/content/prose.csv` keeps
each of them with the rows that a reader chose for it. `clusterkit prose` shows sentence and rows
together, `clusterkit prose --update` follows a change of the prose.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..evidence.definition import Field, Schema, read_schema, read_tables, split_list
from ..evidence.paragraphs_and_pages import paragraphs_between
from ..evidence.problems import EvidenceError
from ..evidence.tables import Evidence
from ..questions.words import in_words
from ..safe_files import write_file

PROSE = "prose"  # the table of sentences
TO_READ = "to read"  # note of a sentence whose rows nobody has chosen yet
COLUMNS = ("where", "sentence", "paragraphs", "rows", "note")
WIDTH = 100

PARAGRAPH = r"(?<![\w.-])(\d\.\d[a-c]?\.[1-9]\d*|notes?[ .]i+)(?![\w-]|\.\d)"
RANGE = re.compile(f"{PARAGRAPH} (?:to|–) {PARAGRAPH}")
ONE = re.compile(PARAGRAPH)
NO_PARAGRAPH = re.compile(r"`[^`]*`|\]\([^)]*\)|\bversion \S+", re.IGNORECASE)  # code, addresses
WHOLE = re.compile(r"`[^`]*`|\[[^]]*\]\([^)]*\)")  # code and links are never split
NEW_BLOCK = re.compile(r"#+ |[-*+] |\d+\. |\|")
MARKER = re.compile(r"(?:#+ |[-*+] |\d+\. )*")
END = re.compile(r"""(?<!\.\.)[.!?][)\]"'”’*_]*\s+(?=[("'“‘*_`\[]*[A-Z0-9`])""")
ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|ch|pp?|al|No|Dr|Fig)|\b[A-Z])$")


class Said(NamedTuple):
    """A sentence, and where readers find it."""

    where: str
    sentence: str


def sentences(markdown: str) -> list[str]:
    r"""Split Markdown into its sentences; whitespace becomes one space, emphasis and links stay.

    Headings, items of lists, quotations and rows of tables begin a sentence; the marks before
    them go, and fenced code goes too.

    Examples
    --------
    >>> sentences("## Codes\n\nThey help (2.1.3). Not *all*, e.g. Chinese ones, do.")
    ['Codes', 'They help (2.1.3).', 'Not *all*, e.g. Chinese ones, do.']
    """
    return [sentence for block in _blocks(markdown) for sentence in _split(block)]


def paragraphs_named(sentence: str) -> tuple[str, ...]:
    """Return the paragraphs of the paper that a sentence names, in its order, ranges in full.

    Numbers in code, in addresses and after the word "version" name none.

    Examples
    --------
    >>> paragraphs_named("It grew (1.0.4 to 1.0.6, note ii); see 4.0c.1, and version 2.0.1.")
    ('1.0.4', '1.0.5', '1.0.6', 'note.ii', '4.0c.1')
    """
    text = RANGE.sub(_in_full, NO_PARAGRAPH.sub(" ", sentence))
    return tuple(dict.fromkeys(_as_coded(named) for named in ONE.findall(text)))


def prose_of_notebooks(folder: Path) -> list[Said]:
    """Return every sentence of the notebooks' Markdown that names a paragraph.

    Examples
    --------
    >>> from ..evidence.definition import data_dir
    >>> prose_of_notebooks(data_dir() / "content")
    []
    """
    return [
        Said(path.name, sentence)
        for path in sorted(folder.glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
        for sentence in _naming("".join(cell["source"]))
    ]


def prose_of_content(tables: Mapping[str, pd.DataFrame], definition: Schema) -> list[Said]:
    """Return every sentence of the content, read as text, that names a paragraph.

    A part or an arrow of Figure 1 has its paragraphs in a column; they are put behind its words.

    Examples
    --------
    >>> from ..evidence.content import content_dir
    >>> definition = read_schema(content_dir())
    >>> said = prose_of_content(read_tables(content_dir(), definition)[0], definition)
    >>> next(place for place in said if place.where.startswith("figure1_arrows")).sentence
    'influence the environment from abroad (4.0.2, 4.0b.1)'
    """
    return [said for name, rows in tables.items() for said in _of_table(name, rows, definition)]


def prose_table(said: Iterable[Said], kept: pd.DataFrame) -> pd.DataFrame:
    """Return `prose.csv` as it should be: one row a sentence, as text.

    A sentence that was `kept` has its rows and note from there; a new one has no rows and the
    note "to read"; a sentence that is gone from the prose is gone from the table.

    Examples
    --------
    >>> kept = pd.DataFrame(columns=COLUMNS)
    >>> prose_table([Said("a.ipynb", "It grew (1.0.4).")], kept).to_dict("records")
    [{'where': 'a.ipynb', 'sentence': 'It grew (1.0.4).', 'paragraphs': '1.0.4', 'rows': '',
      'note': 'to read'}]
    """
    places: dict[str, list[str]] = {}
    for where, sentence in said:
        places.setdefault(sentence, []).append(where)
    known = {row["sentence"]: (row["rows"], row["note"]) for _, row in kept.iterrows()}
    lines = [
        (
            ";".join(dict.fromkeys(where)),
            sentence,
            ";".join(paragraphs_named(sentence)),
            *known.get(sentence, ("", TO_READ)),
        )
        for sentence, where in places.items()
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype=str)


def current_prose(notebooks: Path, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read `prose.csv` of a folder of content as it is, and as the prose now asks for it.

    Raises EvidenceError when another file of the folder cannot be read.

    Examples
    --------
    >>> from ..evidence.content import content_dir
    >>> kept, wanted = current_prose(Path("no-notebooks"), content_dir())
    >>> len(wanted) < len(kept)
    True
    """
    definition = read_schema(folder)
    tables, problems = read_tables(folder, definition)
    kept = tables.pop(PROSE, pd.DataFrame(columns=list(COLUMNS), dtype=str))
    path = definition.tables[PROSE].path
    if any(problem.file != path for problem in problems):
        raise EvidenceError(problems, what="content")
    said = [*prose_of_notebooks(notebooks), *prose_of_content(tables, definition)]
    return kept, prose_table(said, kept)


def update_prose(notebooks: Path, folder: Path) -> int:
    """Write `prose.csv` afresh after a change of the prose; returns how many are yet to read."""
    table = current_prose(notebooks, folder)[1]
    path = folder / read_schema(folder).tables[PROSE].path
    write_file(path, table.to_csv(index=False, lineterminator="\n"))
    return int((table["note"] == TO_READ).sum())


def prose_in_words(table: pd.DataFrame, evidence: Evidence, part: str = "") -> str:
    """Write each sentence with its paragraphs and, below it, its rows in words.

    Parameters
    ----------
    table
        As `prose_table` returns it.
    evidence
        In which the rows are looked up.
    part
        Of where the sentence stands, such as `04` or `exercises.csv 3`; empty for all.

    Examples
    --------
    >>> import clusterkit as ck
    >>> line = ("a.ipynb", "Tirupur grew (1.0.4).", "1.0.4", "", "ours")
    >>> print(prose_in_words(pd.DataFrame([line], columns=COLUMNS), ck.load(only="paper")))
    a.ipynb · 1.0.4
      Tirupur grew (1.0.4).
        Note: ours
    """
    chosen = table[table["where"].map(lambda where: part in where)].astype(str)
    words = _rows_in_words(evidence)
    blocks = [
        "\n".join(_lines(dict(zip(COLUMNS, line, strict=True)), words))
        for line in chosen[list(COLUMNS)].itertuples(index=False)
    ]
    return "\n\n".join(blocks)


def _blocks(markdown: str) -> Iterator[str]:
    """Yield paragraphs, headings, items and rows of tables, each as one line without its mark."""
    block: list[str] = []
    fenced = quoted = False
    for line in map(str.strip, markdown.splitlines()):
        fence, was_quoted = line.startswith("```"), quoted
        quoted = line.startswith(">")
        text = line.lstrip("> ")
        starts = fence or not text or quoted != was_quoted or NEW_BLOCK.match(text)
        if block and (starts or block[0].startswith("#")):
            yield _unmarked(block)
            block = []
        if text and not fence and not fenced:
            block.append(text)
        fenced ^= fence
    if block:
        yield _unmarked(block)


def _unmarked(lines: list[str]) -> str:
    return MARKER.sub("", " ".join(" ".join(lines).split()), count=1)


def _split(block: str) -> Iterator[str]:
    hidden = WHOLE.sub(lambda part: "`" * len(part[0]), block)
    start = 0
    for end in END.finditer(hidden):
        if not ABBREVIATION.search(hidden[start : end.start()]):
            yield block[start : end.end()].strip()
            start = end.end()
    if block[start:].strip():
        yield block[start:].strip()


def _naming(markdown: str) -> Iterator[str]:
    return (sentence for sentence in sentences(markdown) if paragraphs_named(sentence))


def _as_coded(named: str) -> str:
    return re.sub(r"notes?[ .]", "note.", named)


def _in_full(ends: re.Match[str]) -> str:
    return ", ".join(paragraphs_between(_as_coded(ends[1]), _as_coded(ends[2])))


def _of_table(name: str, rows: pd.DataFrame, definition: Schema) -> Iterator[Said]:
    table = definition.tables[name]
    columns = [field.name for field in table.fields if field.name != table.key and _is_prose(field)]
    for _, row in rows.iterrows():
        for column in columns:
            where = f"{table.path} {row[table.key]} {column}"
            text = row[column]
            if column == "label" and "paragraphs" in rows:
                members = ": " + ", ".join(split_list(row["members"])) if row.get("members") else ""
                text += f"{members} ({', '.join(split_list(row['paragraphs']))})"
            yield from (Said(where, sentence) for sentence in _naming(text))


def _is_prose(field: Field) -> bool:
    bound: Collection[object] = (
        *field.vocabulary,
        *field.references,
        *filter(None, [field.pattern]),
    )
    return field.type == "string" and not bound


def _rows_in_words(evidence: Evidence) -> dict[str, str]:
    """Say every row that stands in a paragraph: statements in a sentence, the others shortly."""
    words = {str(row): str(said) for row, said in in_words(evidence, evidence.statements).items()}
    for row, summary, paragraph in evidence.gaps[["summary", "paragraph"]].itertuples():
        words[str(row)] = f"Little researched, the paper says: {summary} ({paragraph})."
    for row, meaning, paragraph in evidence.dimensions[["meaning", "paragraph"]].itertuples():
        words[str(row)] = f"A dimension of social conditions: {meaning} ({paragraph})."
    return words


def _lines(row: Mapping[str, str], words: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one sentence: where and paragraphs, the sentence, its rows, its note."""
    where, named = ", ".join(split_list(row["where"])), ", ".join(split_list(row["paragraphs"]))
    yield from _wrapped(f"{where} · {named}", "")
    yield from _wrapped(row["sentence"], "  ")
    for row_id in split_list(row["rows"]):
        yield from _wrapped(f"{row_id}  {words.get(row_id, 'There is no such row.')}", "    ", "  ")
    if row["note"]:
        yield from _wrapped(f"Note: {row['note']}", "    ", "  ")


def _wrapped(text: str, indent: str, hang: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False
    )
