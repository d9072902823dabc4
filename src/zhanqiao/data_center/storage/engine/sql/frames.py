"""How a process for SQL speaks to its parent: a letter, a length, and so many bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO

HEAD = struct.Struct(">cI")
NOTE, ROWS = b"N", b"R"  # a JSON object, a piece of an Arrow stream


@dataclass(frozen=True, slots=True)
class Named:
    """A table as a statement names it, ``slug/table`` for a dataset's and a table's name, and at which character."""

    name: str
    position: int


def write_frame(stream: IO[bytes], *, kind: bytes, content: bytes) -> None:
    """Write one frame and send it off."""
    stream.write(HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()
