"""The Cluster Upgrading Workbench: evidence on industrial clusters and social upgrading.

>>> import clusterkit as ck
>>> evidence = ck.load()

The public names are those of `__init__.pyi`, the one list of them. Each is imported when it is
first asked for, so that `import clusterkit` reads no file and sets no plot style.
"""

import lazy_loader

from .version import __version__ as __version__

__getattr__, __dir__, _public = lazy_loader.attach_stub(__name__, __file__)
__all__ = sorted([*_public, "__version__"])
