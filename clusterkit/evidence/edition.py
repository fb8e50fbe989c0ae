"""Which edition of the data a folder holds: a version, or an edited copy of one.

`datapackage.json` carries a hash of the tables, the bibliography and itself. Where they no longer
agree, the data were edited, and no longer call themselves by the version.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..safe_files import write_file
from .definition import DEFINITION, read_package

SHIPPED = "cluster-upgrading-evidence"  # name of the package whose versions are sealed
HASH = "hash"
EDITED = "edited from {}"
ADVICE = (
    "The data in the folder {!r} were edited since version {}: exports say so. To publish them, "
    "give them a name and a version of their own in datapackage.json, and leave its line hash out."
)


def fingerprint(folder: Path) -> str:
    """Compute the hash of a data folder, as `datapackage.json` carries it.

    Line ends of any system count as the same; a file that is missing counts as empty.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir
    >>> fingerprint(data_dir()) == read_package(data_dir())["hash"]
    True
    """
    package = read_package(folder)
    package.pop(HASH, None)
    total = hashlib.sha256(json.dumps(package, sort_keys=True).encode())
    files = [resource["path"] for resource in package.get("resources", [])]
    for name in (*files, package.get("bibliography", "")):
        path = folder / name
        text = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
        total.update(f"\n{name}\n".encode() + text)
    return f"sha256:{total.hexdigest()}"


def edition(folder: Path) -> tuple[str, str]:
    """Name the edition of a data folder, and say what to do where it is an edited one.

    Returns
    -------
    str, str
        The version, or `edited from` it; and a sentence, empty where nothing was edited. A package
        of another name without a hash is what it says it is.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir
    >>> edition(data_dir())[1]
    ''
    """
    package: dict[str, Any] = read_package(folder)
    version, sealed = str(package.get("version", "")), package.get(HASH)
    ours = package.get("name") == SHIPPED
    if (sealed is None and not ours) or sealed == fingerprint(folder):
        return version, ""
    return EDITED.format(version), ADVICE.format(folder.name, version)


def seal(folder: Path) -> None:
    """Write the hash of a data folder into its `datapackage.json`."""
    package = {**read_package(folder), HASH: fingerprint(folder)}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / DEFINITION, text)
