"""Files are written beside and renamed, so that the old one is whole whatever happens.

A full disk, a folder that cannot be written to, a program killed half way: the file that was
there before stays as it was, and the sentence says why the new one could not be written.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REASONS = {
    errno.ENOSPC: "the disk is full",
    getattr(errno, "EDQUOT", -1): "your share of the disk is used up",
    errno.EROFS: "this disk can be read, and not written to",
    errno.EFBIG: "it is larger than this disk, or your share of it, allows",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EINVAL: "this disk allows no such name",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "a file stands where its folder should be",
    errno.EISDIR: "there is a folder of that name",
    errno.EACCES: "it may not be written to, or another program has it open",
    errno.EPERM: "it may not be written to, or another program has it open",
}


LONGEST_NAME = (
    100  # bytes, without the ending: names of files may have 255, and what is beside more
)
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")  # of Windows
UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')


class NotWrittenError(OSError):
    """Raised where a file could not be written; its sentence says why. The old file is whole."""

    def _render_traceback_(self) -> list[str]:
        """Show IPython and Jupyter the sentence alone, without a traceback."""
        return [str(self)]


def write_file(path: str | os.PathLike[str], content: str | bytes | Callable[[], bytes]) -> Path:
    """Write a file whole, or leave the one that was there.

    Parameters
    ----------
    path
        Where to write; its folder must be there.
    content
        Text, written as UTF-8 with its line ends as they are, or bytes, or what makes them (where
        that fails for want of room, it is said as if the file had not been written).

    Returns
    -------
    Path
        The path written.

    Raises
    ------
    NotWrittenError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_file(Path(folder) / "claims.csv", "claim,code").read_text()
    'claim,code'
    """
    with replacing(path) as beside:
        made = content() if callable(content) else content
        beside.write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
    return Path(path)


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder where there is none; raises NotWrittenError when that cannot be done.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     make_folder(Path(folder) / "figures").is_dir()
    True
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        msg = f"{str(path)!r} could not be made a folder: a file of that name is there."
        raise NotWrittenError(msg) from error
    except OSError as error:
        msg = f"{str(path)!r} could not be made: {_why(error)}."
        raise NotWrittenError(msg) from error
    return folder


def file_name(name: str, ending: str = "") -> str:
    """Make a name that any system takes for a file, and that no other name becomes.

    Letters of any script stay. What a system refuses (signs, names that Windows reserves, broken
    Unicode, very long names) is replaced; wherever something was, eight signs made of the whole
    name follow, so that two different names never meet in one file. Names that differ only in
    the case of their letters, which some disks take as one, are told apart in the same way.

    Examples
    --------
    >>> file_name("asha", ".csv")
    'asha.csv'
    >>> file_name("a/b"), file_name("a:b")
    ('a-b-c14cddc0', 'a-b-6783a31e')
    """
    whole = unicodedata.normalize("NFC", name)
    letters = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" or letter in "-_. " else "-"
        for letter in UNSAFE.sub("-", whole)
    )
    safe = letters.strip("-. ").lower()
    while len(safe.encode()) > LONGEST_NAME:
        safe = safe[:-1].rstrip("-. ")
    if safe != whole or not safe or RESERVED.fullmatch(safe):
        told_apart = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        safe = f"{safe}-{told_apart}" if safe else told_apart
        safe = f"name-{safe}" if RESERVED.fullmatch(safe) else safe
    return safe + ending


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path beside a file to write to; the file is replaced when all is written.

    For libraries that write to a path of their own accord. The path has the file's ending.

    Raises
    ------
    NotWrittenError
        When it cannot be written. Any other exception leaves the old file as it was, too.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "jobs.csv") as beside:
    ...         _ = beside.write_text("jobs")
    ...     [found.name for found in Path(folder).iterdir()]
    ['jobs.csv']
    """
    target = Path(path).resolve()  # what a link points to is replaced, not the link
    beside: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
        os.close(handle)
        beside = Path(name)
        yield beside
        _settle(beside, target)
    except OSError as error:
        if isinstance(error, NotWrittenError) or error.errno is None:
            raise
        msg = f"{str(path)!r} could not be written: {_why(error)}."
        raise NotWrittenError(msg) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _why(error: OSError) -> str:
    return REASONS.get(error.errno or 0, str(error.strerror))


def _settle(beside: Path, target: Path) -> None:
    """Bring what is written to the disk, and put it in the old file's place."""
    with beside.open("rb+") as written:
        os.fsync(written.fileno())
    beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    beside.replace(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
