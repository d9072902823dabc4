"""Merged cells of a sheet: filled in the body, read as levels in a header."""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[tuple[int, int], tuple[int, int]]
Row = list[str | None]
DEEPEST = 6  # rows of a stacked header
LARGEST = 1_000_000  # cells filled of one merged area


class Merges:
    """The merged areas of a sheet; rows and columns count from 0."""

    def __init__(self, *, ranges: Sequence[Range]) -> None:
        """Index the areas by their first row."""
        self._by_row: dict[int, list[Range]] = {}
        for area in ranges:
            self._by_row.setdefault(area[0][0], []).append(area)
        self._open: list[tuple[Range, str | None]] = []
        self.used = 0  # areas filled in the body

    def header_depth(self, *, row: int, rows: Sequence[Row]) -> int:
        """Return of how many rows a header beginning in ``row`` consists.

        Merged areas make a stacked header when one of them is a heading over several columns, or when
        every name in the row is merged downward.
        """
        areas = self._by_row.get(row, [])
        headings = [area for area in areas if area[1][0] == row and area[1][1] > area[0][1]]
        covered = {column for area in areas for column in range(area[0][1], area[1][1] + 1) if area[1][0] > row}
        named = {place for place, cell in enumerate(rows[row]) if cell}
        if not headings and not (covered and named <= covered):
            return 1
        bottom = at = row
        while at <= bottom and at < len(rows) - 1:
            for (_, left), (end, right) in self._by_row.get(at, []):
                bottom = max(bottom, end if end > at else at + (right > left))
            at += 1
        depth = min(bottom - row + 1, DEEPEST)
        return depth if row + depth < len(rows) else 1

    def spread(self, *, row: int, rows: Sequence[Row]) -> Row:
        """Return a header row with every merged area that covers it filled in."""
        cells = list(rows[row])
        for first, areas in self._by_row.items():
            for area in areas:
                if first <= row <= area[1][0] and area[1][1] < len(cells):
                    value = rows[first][area[0][1]] if area[0][1] < len(rows[first]) else None
                    for column in range(area[0][1], area[1][1] + 1):
                        cells[column] = value
        return cells

    def filled(self, *, row: int, cells: Row) -> Row:
        """Return a body row with the areas that reach into it filled; call it for rows in order."""
        starting = self._by_row.get(row)
        if not starting and not self._open:
            return cells
        for area in starting or ():
            (_, left), (bottom, right) = area
            wide = len(cells) > 2 and right - left + 1 >= 0.6 * len(cells)  # noqa: PLR2004 - a note across the table
            if left < len(cells) and not wide and (bottom - row + 1) * (right - left + 1) <= LARGEST:
                self._open.append((area, cells[left]))
                self.used += cells[left] is not None
        cells = list(cells)
        for ((_, left), (_, right)), value in self._open:
            cells[left : right + 1] = [value] * (min(right + 1, len(cells)) - left)
        self._open = [(area, value) for area, value in self._open if area[1][0] > row]
        return cells
