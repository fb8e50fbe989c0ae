"""Run the command line: `python -m clusterkit`."""

import sys

from .cli import main

sys.exit(main())
