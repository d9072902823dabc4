"""The child process of :mod:`drawing`: a specification a line from stdin, an SVG a line (JSON, or null) on stdout."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path

from zhanqiao.kit.paper import width_of
from zhanqiao.kit.vega.measures import NAME, UNITS, font

SECONDS = 60  # of processor time
MEMORY = 1 << 30  # bytes of data; V8 reserves addresses by far more, which cost nothing
VERSION = "6.4"  # of Vega-Lite, as on the pages


def main() -> int:
    """Draw what stdin holds, one after the other; what fails is null and the next goes on."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    specs = sys.stdin.read().splitlines()
    with tempfile.TemporaryDirectory() as folder:
        _measure_by(Path(folder))
        for one in specs:
            answer.write(json.dumps(_svg(one)) + "\n")
            answer.flush()
    return 0


def _measure_by(folder: Path) -> None:
    # Here, after the limits are set, so that they hold for all of it.
    import vl_convert

    (folder / "measure.ttf").write_bytes(font(width=lambda one: round(width_of(one, UNITS))))
    vl_convert.register_font_directory(str(folder))


def _svg(text: str) -> str | None:
    import vl_convert  # here, as above

    spec = json.loads(text)
    spec["config"] = spec.get("config", {}) | {"font": NAME}
    try:
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
    except ValueError as problem:
        sys.stderr.write(f"{problem}\n")
        return None
    return svg


if __name__ == "__main__":
    sys.exit(main())
