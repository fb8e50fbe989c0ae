"""Stories that the paper itself tells, each as a `Configuration` with a name.

They are in `data/content/stories.csv`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from ..evidence.content import content
from ..evidence.problems import EvidenceError, Problem
from .configuration import Configuration


@cache
def stories() -> Mapping[str, Configuration]:
    """Return the stories by name, in the order of the file.

    Raises EvidenceError when the code of one cannot be read.

    Examples
    --------
    >>> stories()["Appreciation of the peso (Chipilo)"].domain
    ('monetary',)
    """
    return MappingProxyType(stories_of(content("stories")))


def stories_of(rows: pd.DataFrame) -> dict[str, Configuration]:
    """Read the stories of a table with the columns `name` and `code`.

    Raises EvidenceError when the code of one cannot be read.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["Money"], "code": ["ck2;domain=monetary"]})
    >>> print(stories_of(rows)["Money"])
    domain: monetary; developing-country clusters
    """
    stories: dict[str, Configuration] = {}
    problems = []
    for number, (name, code) in enumerate(zip(rows["name"], rows["code"], strict=True), start=2):
        try:
            stories[name] = Configuration.parse(code)
        except ValueError as error:
            expected = f"a configuration's code ({error})"
            problems.append(Problem("stories.csv", expected, number, "code", code))
    if problems:
        raise EvidenceError(problems, what="content")
    return stories
