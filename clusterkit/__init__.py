"""The Cluster Upgrading Workbench: evidence on industrial clusters and social upgrading.

>>> import clusterkit as ck
>>> evidence = ck.load()

The public names are those of `__init__.pyi`, the one list of them. Each is imported when it is
first asked for, so that `import clusterkit` reads no file and sets no plot style.
"""

from typing import Any

import lazy_loader

from .extras import extras_named
from .version import __version__ as __version__

_get, __dir__, _public = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    """Import a public name; where a package for it is missing, say which extra installs it."""
    with extras_named():
        return _get(name)


__all__ = sorted([*_public, "__version__"])
