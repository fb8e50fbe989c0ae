"""One person's codes in one file: nobody else's name opens it, nobody else's click changes it.

A file belongs to whoever holds its token, which the browser keeps. Beside the files stands the
folder `.sessions`: by the token's hash, which file is whose. Codes that are given before there
is a name are kept there too.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pandas as pd

from ..evidence.problems import EvidenceError
from ..evidence.tables import Evidence
from ..safe_files import NotWrittenError, make_folder, replacing, write_file
from .claims import FILE_COLUMNS, REFERENCE, ROUNDS, VARIABLES
from .coding_files import SESSION, as_file, read_codings

HIDDEN = ".sessions"
UNNAMED = "unnamed"  # who coded, as long as there is no name
LONGEST_NAME, LONGEST_STEM = 60, 40
TOKEN = re.compile(r"[0-9a-f]{32}")
# Names that Windows keeps for devices, with any ending.
RESERVED = re.compile(r"con|prn|aux|nul|conin|conout|clock|(com|lpt)[0-9]")
JOINERS = "\u200c\u200d"  # some scripts and emoji need them
Key = tuple[str, int, str]  # round, claim, variable


class CodingSession:
    """What one person codes in one session, saved at each change.

    Attributes
    ----------
    token
        Opens this session again; 32 hexadecimal digits that nobody guesses.
    coder
        Name under which the codes are saved; empty until there is one.
    file
        Where they are saved; None until there is a name.
    codes
        By round, claim and variable.
    """

    def __init__(self, folder: str | Path, evidence: Evidence) -> None:
        self._folder, self._evidence = Path(folder), evidence
        self.token, self.coder = secrets.token_hex(16), ""
        self.file: Path | None = None
        self.codes: dict[Key, str] = {}
        self._pending: dict[Key, str | None] = {}
        self._written: tuple[int, ...] | None = None  # how the file looked when it was last ours

    def give(self, key: Key, code: str | None) -> None:
        """Give a code, or take it back (None); `save` writes it."""
        self._pending[key] = code
        self.codes = _changed(self.codes, {key: code})

    def begin(self, name: str) -> bool:
        """Save under a name from now on; returns whether it was free as it was written.

        A name that is taken gets a number, in `coder`; another's file is never opened.
        Raises ValueError for a name that cannot be one, NotWrittenError when nothing can be saved.
        """
        wanted = clean_name(name)
        if not wanted or wanted.casefold() == REFERENCE:
            msg = "Write your name or number." if not wanted else f"{wanted!r} cannot be a name."
            raise ValueError(msg)
        if self._recorded()[1] is not None:  # in another window of the same person
            self.resume(self.token)
            return True
        make_folder(self._folder / HIDDEN)
        for number in count(1):
            coder = wanted if number == 1 else f"{wanted} ({number})"
            stem = file_stem(wanted) + ("" if number == 1 else f"-{number}")
            path = self._folder / f"{stem}.csv"
            if _claimed(path):
                break
        try:
            write_file(path, as_file(self._frame(coder)))
            record = {"coder": coder, "file": path.name}
            write_file(self._record(self.token), json.dumps(record))
        except NotWrittenError:
            path.unlink(missing_ok=True)
            raise
        self.coder, self.file = coder, path
        self._pending.clear()
        self._draft.unlink(missing_ok=True)
        return coder == name.strip()

    def save(self) -> None:
        """Write what was changed, and take over what another window of the same person wrote.

        Raises NotWrittenError; what was changed is then kept, and written with the next change.
        """
        path = self.file or self._draft
        if not self._pending:
            return
        make_folder(self._folder / HIDDEN)
        with self._locked():
            ours = self._written is not None and self._written == _stamp(path)
            there = None if ours else self._read(path)
            codes = self.codes if there is None else _changed(there, self._pending)
            write_file(path, as_file(self._frame(self.coder or UNNAMED, codes)))
            self._written = _stamp(path)
        self.codes = codes
        self._pending.clear()

    def resume(self, token: str) -> bool:
        """Go on with the session of a token, with its name and codes; returns whether there is one.

        Codes given before that are kept: nothing is taken away from what either holds.
        """
        if not TOKEN.fullmatch(token) or self.file is not None:
            return False
        before: dict[Key, str | None] = {**self.codes, **self._pending}
        draft, own = self._draft, self.token
        self.token = token
        coder, file = self._recorded()
        if file is None and not self._draft.is_file():
            self.token = own
            return False
        self.coder, self.file, self._pending, self._written = coder, file, before, None
        self.codes = _changed(self._read(file or self._draft) or {}, before)
        with suppress(NotWrittenError):
            self.save()
            if draft != (file or self._draft):
                draft.unlink(missing_ok=True)
        return True

    def leave(self) -> None:
        """End this session and begin one of nobody; a file without any code is taken away."""
        if self.file is not None and not self.codes:
            with suppress(OSError):
                self.file.unlink(missing_ok=True)
                self._record(self.token).unlink(missing_ok=True)
        self.token, self.coder, self.file = secrets.token_hex(16), "", None
        self.codes, self._pending, self._written = {}, {}, None

    @property
    def frame(self) -> pd.DataFrame:
        """Codes given so far: `coder`, `round`, `claim`, `variable`, `code`."""
        return self._frame(self.coder)[list(FILE_COLUMNS)]

    @property
    def text(self) -> str:
        """The coding file as it would be saved now."""
        return as_file(self._frame(self.coder or UNNAMED))

    @property
    def _draft(self) -> Path:
        return self._record(self.token).with_suffix(".csv")

    def _record(self, token: str) -> Path:
        return self._folder / HIDDEN / f"{_mark(token)}.json"

    def _recorded(self) -> tuple[str, Path | None]:
        """Name and file of the session; empty and None where nothing sound is recorded."""
        try:
            record = json.loads(self._record(self.token).read_text(encoding="utf-8"))
            coder, name = str(record["coder"]), str(record["file"])
        except (OSError, ValueError, KeyError, TypeError):
            return "", None
        return coder, self._folder / Path(name).name

    def _read(self, path: Path) -> dict[Key, str] | None:
        """Read codes from a file; None where there are none to be read, the file then set aside."""
        if not path.is_file():
            return None
        try:
            rows = read_codings(path, self._evidence)
        except EvidenceError:
            _set_aside(path)
            return None
        keys = zip(rows["round"], rows["claim"], rows["variable"], strict=True)
        return dict(zip(keys, rows["code"], strict=True))

    def _frame(self, coder: str, codes: Mapping[Key, str] | None = None) -> pd.DataFrame:
        given = self.codes if codes is None else codes
        keys = sorted(given, key=lambda key: (ROUNDS.index(key[0]), key[1], _ORDER[key[2]]))
        lines = [(coder, *key, given[key], _mark(self.token)) for key in keys]
        return pd.DataFrame(lines, columns=[*FILE_COLUMNS, SESSION])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep another window of the same person waiting while this one reads and writes."""
        path = self._record(self.token).with_suffix(".lock")
        try:
            handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:  # then writing says what is wrong
            yield
            return
        try:
            with suppress(OSError):  # some network disks have no locks
                _lock(handle)
            yield
        finally:
            os.close(handle)


_ORDER = {name: place for place, name in enumerate(VARIABLES)}


def clean_name(name: str) -> str:
    r"""Bring a name to one line of signs that can be written, at most 60.

    Examples
    --------
    >>> clean_name("  Ada\tLovelace\u202e ")
    'Ada Lovelace'
    >>> clean_name("broken \ud83d")
    'broken �'
    """
    whole = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in name)
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", whole))
    kept = (
        sign for sign in spaced
        if sign in JOINERS or unicodedata.category(sign) not in ("Cc", "Cf")
    )  # fmt: skip
    return "".join(kept).strip()[:LONGEST_NAME].strip()


def file_stem(name: str) -> str:
    """Make a file's name, without ending, of a person's: letters, marks and digits of any script.

    Examples
    --------
    >>> file_stem("Änne O'Neil"), file_stem("मीना"), file_stem("😀"), file_stem("CON")
    ('änne-o-neil', 'मीना', 'u1f600', 'coder-con')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    signs = []
    for sign in plain:
        kind = unicodedata.category(sign)
        if kind[0] in "LMN":
            signs.append(sign)
        elif kind[0] in "SC" and not sign.isascii():
            signs.append(f"-u{ord(sign):x}-")
        else:
            signs.append("-")
    stem = re.sub(r"-+", "-", "".join(signs))[:LONGEST_STEM].strip("-")
    return f"coder-{stem}" if RESERVED.fullmatch(stem) else stem or "coder"


def _mark(token: str) -> str:
    """Name a session without giving its token away; begins with a letter, for spreadsheets."""
    return "s" + hashlib.sha256(token.encode("ascii")).hexdigest()[:15]


def _changed(codes: Mapping[Key, str], changes: Mapping[Key, str | None]) -> dict[Key, str]:
    both = {**codes, **changes}
    return {key: code for key, code in both.items() if code is not None}


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Tell a file from one that somebody else has put in its place."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def _claimed(path: Path) -> bool:
    """Make an empty file where there is none, which no two can do at once."""
    try:
        path.open("x").close()
    except FileExistsError:
        return False
    except OSError as error:
        with replacing(path):  # says why it cannot be written
            raise error
    return True


def _set_aside(path: Path) -> None:
    """Keep a file that cannot be read under another name, before its own is written again."""
    for number in count(1):
        aside = path.with_name(f"{path.stem}-unreadable-{number}{path.suffix}")
        if not aside.exists():
            with suppress(OSError):
                path.rename(aside)
            return


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
