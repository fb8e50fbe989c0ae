"""The house in numbers: rooms, floors, circles, lines, public names, doctests.

    python -m tests.benchmarks.house [folder of a checkout]

A room is a chapter of `clusterkit` or a module beside the chapters. A room stands one floor above
the highest room that it imports; rooms in a circle share a floor. Imports inside functions count.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import grimp

PACKAGE = "clusterkit"


def main(folder: str = ".") -> None:
    """Print the numbers of the checkout in a folder."""
    sys.path.insert(0, str(Path(folder).resolve()))
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    modules = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, imported in modules.items():
        rooms[room(name)] |= {room(other) for other in imported} - {room(name)}
    rooms.pop(PACKAGE, None)  # the face: names only
    arrows = {name: others - {PACKAGE} for name, others in rooms.items()}
    floors = floors_of(arrows)
    for floor in range(max(floors.values()), 0, -1):
        here = sorted(name for name, at in floors.items() if at == floor)
        print(f"floor {floor:>2}: {', '.join(here)}")
    print(f"{len(arrows)} rooms on {max(floors.values())} floors")
    print_circles("rooms", arrows)
    print_circles("modules", {name: others - {PACKAGE} for name, others in modules.items()})
    print_sizes(Path(folder) / PACKAGE)


def room(module: str) -> str:
    """Name the chapter of a module, or the module itself where it stands beside the chapters."""
    return ".".join(module.split(".")[:2])


def circles_of(arrows: Mapping[str, set[str]]) -> list[set[str]]:
    """Find the sets of more than one that all reach each other."""
    reached = {name: _reached(arrows, name) for name in arrows}
    circles: list[set[str]] = []
    for name in sorted(arrows):
        mutual = {other for other in reached[name] if name in reached.get(other, set())}
        if len(mutual) > 1 and mutual not in circles:
            circles.append(mutual)
    return circles


def floors_of(arrows: Mapping[str, set[str]]) -> dict[str, int]:
    """Give every room its floor, from 1."""
    circle = {name: frozenset({name}) for name in arrows}
    for found in circles_of(arrows):
        circle |= dict.fromkeys(found, frozenset(found))
    floors: dict[frozenset[str], int] = {}

    def floor(group: frozenset[str]) -> int:
        if group not in floors:
            below = {circle[other] for name in group for other in arrows[name] if other in circle}
            floors[group] = 1 + max((floor(other) for other in below - {group}), default=0)
        return floors[group]

    return {name: floor(group) for name, group in circle.items()}


def print_circles(what: str, arrows: Mapping[str, set[str]]) -> None:
    """Print the circles among rooms or modules."""
    circles = circles_of(arrows)
    print(
        f"{len(circles)} circles of {what}",
        *(", ".join(sorted(one)) for one in circles),
        sep="\n  ",
    )


def print_sizes(package: Path) -> None:
    """Print lines by language, public functions of the core, and doctests."""
    for ending in ("py", "pyi", "js", "css"):
        files = sorted(package.rglob(f"*.{ending}"))
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
        print(f"{lines:>6} lines in {len(files)} .{ending} files")
    functions = tests = 0
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                functions += 1
                tests += ">>>" in (ast.get_docstring(node) or "")
    print(f"{functions:>6} public functions, methods and classes, {tests} with a doctest")


def _reached(arrows: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(arrows.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += arrows.get(name, ())
    return seen


if __name__ == "__main__":
    main(*sys.argv[1:])
