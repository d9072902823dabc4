"""Places that come in a declared system of coordinates, written anew in WGS 84 before their table is released.

A pair of columns or a geometry column; all rows at once, in arrays. What is written is held against what came: converted
back, it is drawn where it was. What it does not do: guess which system a table is in; its department declares it.
"""

from __future__ import annotations
