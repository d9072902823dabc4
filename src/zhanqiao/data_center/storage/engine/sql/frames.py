"""How a process for SQL speaks to its parent: a letter, a length, and so many bytes."""

from __future__ import annotations

import struct
from typing import IO

HEAD = struct.Struct(">cI")
NOTE, ROWS = b"N", b"R"  # a JSON object, a piece of an Arrow stream


def write_frame(stream: IO[bytes], *, kind: bytes, content: bytes) -> None:
    """Write one frame and send it off."""
    stream.write(HEAD.pack(kind, len(content)))
    stream.write(content)
    stream.flush()
