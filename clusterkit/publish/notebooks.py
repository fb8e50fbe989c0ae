"""The notebooks: where they stand, and how they come into a folder of the reader's own.

A checkout has them beside the package; the wheel carries them. `clusterkit lab` copies the
wheel's into the reader's folder, and never over one that the reader has changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from ..safe_files import make_folder, write_file
from ..version import __version__

WELCOME = "00-welcome.ipynb"
RECORD = ".clusterkit.json"  # by file, the hash of what was copied
PACKAGE = Path(__file__).resolve().parents[1]


class MissingNotebooksError(FileNotFoundError):
    """Raised where the package has no notebooks; its sentence says what to do."""


@dataclass(frozen=True)
class Copied:
    """What became of one notebook.

    Attributes
    ----------
    name
        Of the notebook.
    path
        Where its shipped version stands now; None where the reader's own was kept alone.
    kept
        Whether the reader had changed it, so that the shipped version stands beside it.
    """

    name: str
    path: Path
    kept: bool = False


def checkout() -> Path | None:
    """Return the checkout that the package is in; None where it was installed from an index."""
    home = PACKAGE.parent
    return home if (home / "notebooks" / WELCOME).is_file() else None


def shipped_notebooks() -> Path:
    """Find the folder of the notebooks: the checkout's, or the one that the wheel carries.

    Raises MissingNotebooksError where there is neither.

    Examples
    --------
    >>> (shipped_notebooks() / "00-welcome.ipynb").is_file()
    True
    """
    for folder in (PACKAGE.parent / "notebooks", PACKAGE / "_notebooks"):
        if (folder / WELCOME).is_file():
            return folder
    msg = "The notebooks are missing: install clusterkit again, or run it from its checkout."
    raise MissingNotebooksError(msg)


def copy_notebooks(folder: str | Path, *, source: Path | None = None) -> list[Copied]:
    """Copy the notebooks into a folder; one that the reader has changed stays as it is.

    Parameters
    ----------
    folder
        Where to write; made when it is not there.
    source
        Folder of the notebooks; the shipped ones by default.

    Returns
    -------
    list of Copied
        In the order of the notebooks. Of one that the reader has changed since it was copied, a
        newer shipped version stands beside it, named after the version of the package.

    Raises
    ------
    NotWrittenError
        When a file cannot be written; those that were there are whole.
    """
    source, folder = source or shipped_notebooks(), Path(folder)
    make_folder(folder)
    record = _read_record(folder / RECORD)
    copied = []
    for path in sorted(source.glob("*.ipynb")):
        content = path.read_bytes()
        copied.append(_copy(path.name, content, folder, record.get(path.name)))
        record[path.name] = _hash(content)
    write_file(folder / RECORD, json.dumps(record, indent=1) + "\n")
    return copied


def _copy(name: str, content: bytes, folder: Path, before: str | None) -> Copied:
    target = folder / name
    if target.exists():
        there = target.read_bytes()
        if there == content or _hash(content) == before:  # nothing new to bring
            return Copied(name, target)
        if _hash(there) != before:
            stem = name.removesuffix(".ipynb")
            beside = folder / f"{stem} (of version {__version__}).ipynb"
            if not beside.exists():  # the reader may have gone on in it
                write_file(beside, content)
            return Copied(name, beside, kept=True)
    return Copied(name, write_file(target, content))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_record(path: Path) -> dict[str, str]:
    """Read what was copied; a record that cannot be read says nothing of any notebook."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
