"""Make data/countries.csv and data/outlines.json from two packages of the npm index.

Countries: codes and English names of `i18n-iso-countries` (MIT), without the code XKK, which
ISO 3166-1 does not assign. Outlines: `world-atlas` (ISC), which packs the public-domain Natural
Earth at 1:110 million as TopoJSON. In an empty folder:

    npm pack i18n-iso-countries@7.14.0 && npm pack world-atlas@2.0.2
    python -m tests.building.geography i18n-iso-countries-7.14.0.tgz world-atlas-2.0.2.tgz data
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
from itertools import accumulate
from pathlib import Path
from typing import Any

NOT_ASSIGNED = {"XKK"}
Line = list[tuple[float, float]]


def countries(codes: list[list[str]], names: dict[str, Any]) -> list[tuple[str, str, str]]:
    """List alpha-3 code, three-digit number and English name, in the order of the codes."""
    rows = []
    for alpha2, alpha3, number, *_ in codes:
        name = names[alpha2]
        if alpha3 not in NOT_ASSIGNED:
            rows.append((alpha3, number, name if isinstance(name, str) else name[0]))
    return sorted(rows)


def decoded_arcs(topology: dict[str, Any]) -> list[Line]:
    """Turn the arcs of a TopoJSON, whole steps from point to point, into degrees."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        xs, ys = (list(accumulate(steps)) for steps in zip(*arc, strict=True))
        lines.append([(west + across * x, south + up * y) for x, y in zip(xs, ys, strict=True)])
    return lines


def ring(numbers: list[int], arcs: list[Line]) -> Line:
    """Join arcs to one closed line; a negative number ~n is arc n backwards."""
    points: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def unwrapped(points: Line) -> Line:
    """Let a ring that crosses the meridian of 180° go on beyond it, not back around the Earth.

    A ring around a pole (Antarctica's) does not close that way and stays as it is.
    """
    line = points[:1]
    for x, y in points[1:]:
        line.append((x - 360 * round((x - line[-1][0]) / 360), y))
    return line if line[0] == line[-1] else points


def outlines(topology: dict[str, Any], alpha3: dict[str, str]) -> list[dict[str, Any]]:
    """Give each country its rings, as longitude and latitude in hundredths of a degree.

    `country` is null where the source gives no ISO number.
    """
    arcs = decoded_arcs(topology)
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [
            [[round(x, 2), round(y, 2)] for x, y in unwrapped(ring(numbers, arcs))]
            for polygon in polygons
            for numbers in polygon
        ]
        country = alpha3.get(str(shape.get("id", "")))
        found.append({"country": country, "name": shape["properties"]["name"], "rings": rings})
    return sorted(found, key=lambda row: (row["country"] or "~", row["name"]))


def _member(package: str, name: str) -> Any:
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/{name}")
        assert member is not None, f"{package} holds no {name}"
        return json.load(member)


def main(iso: str, atlas: str, folder: str) -> None:
    """Write both files into a folder."""
    rows = countries(_member(iso, "codes.json"), _member(iso, "langs/en.json")["countries"])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("alpha3", "number", "name"), *rows])
    target = Path(folder)
    (target / "countries.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")
    alpha3 = {number: code for code, number, _ in rows}
    shapes = outlines(_member(atlas, "countries-110m.json"), alpha3)
    lines = ",\n".join(json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in shapes)
    (target / "outlines.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
