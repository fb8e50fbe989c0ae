"""Seal the data: write the hash of the tables into `data/datapackage.json`.

`python -m tests.building.seal`, after a change of the tables that belongs to a version.
"""

from clusterkit.evidence.definition import data_dir
from clusterkit.evidence.edition import seal

if __name__ == "__main__":
    seal(data_dir())
