"""k by pycanon, run by the Python of an environment of its own: its pinned packages are older than the product's."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Read rows and columns, print k as JSON."""
    # Late: both are in this program's own environment.
    import pandas as pd
    from pycanon import anonymity

    said = json.loads(Path(sys.argv[1]).read_text())
    frame = pd.DataFrame(said["rows"], columns=said["columns"])
    print(json.dumps([anonymity.k_anonymity(frame, quasi) for quasi in said["sets"]]))


if __name__ == "__main__":
    main()
