"""The whole answer of a query in eleven formats, streamed in constant memory.

What it does not do: change data. A CSV cell that begins with ``=`` stays as published; a reader who opens it in a
spreadsheet should import it as text, or take the XLSX, whose cells are typed and never formulas.
"""

from zhanqiao.data_center.storage.engine.export.formats import (
    MEDIA_TYPES,
    Format,
    UnknownFormatError,
    XlsxTooLargeError,
)
from zhanqiao.data_center.storage.engine.export.streams import export
from zhanqiao.data_center.storage.engine.export.turtle import Naming

__all__ = ["MEDIA_TYPES", "Format", "Naming", "UnknownFormatError", "XlsxTooLargeError", "export"]
