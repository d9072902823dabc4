"""What was worked out once of a release and lies beside it: whole or not at all, and made again when it is gone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

MAKING = ".making-"


def write_beside(*, path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let ``write`` fill a file and put it at ``path``; readers see the whole file or none.

    Two processes that make the same at once put the same there, one after the other.
    """
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=MAKING, delete=False) as file:
        try:
            write(file)
        except BaseException:  # a half file is of no use to anybody
            os.unlink(file.name)  # noqa: PTH108 - the name is a text
            raise
    os.replace(file.name, path)  # noqa: PTH105 - as above
