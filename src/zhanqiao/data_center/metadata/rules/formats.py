"""The notation of representations: ``an18``, ``n..10,2``, ``a1``, ``YYYYMMDD``.

Source: GB/T 19488.1-2004 (data elements of e-government), the notation of GB/T 18391: *a* letters, *n* digits, *an* both (and,
in ``an..``, any character), *ul* unlimited; a number alone is an exact length, ``..`` an upper bound, a second number
after a comma the decimals. Dates and times are written by their parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SIZED = re.compile(r"(?P<kind>an|a|n)(?P<least>\d+)?(?P<to>\.\.)?(?P<most>\d+|ul)?(?:,(?P<decimals>\d+))?")
DATED = {
    "YYYYMMDD": r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])",
    "YYYY-MM-DD": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "YYYYMM": r"\d{4}(0[1-9]|1[0-2])",
    "YYYY-MM": r"\d{4}-(0[1-9]|1[0-2])",
    "YYYY": r"\d{4}",
    "hhmmss": r"([01]\d|2[0-3])[0-5]\d[0-5]\d",
    "hh:mm:ss": r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d",
    "YYYYMMDDhhmmss": r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d",
    "YYYY-MM-DD hh:mm:ss": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d",
}
LETTERS = {"a": r"\p{L}", "n": r"\d", "an": r"[\p{L}\d]"}
ANY = "."  # of a text of variable length, which may hold blanks and signs
KINDS = {
    "a": Text("字母或文字", "letters"),
    "n": Text("数字", "digits"),
    "an": Text("字母、文字或数字", "letters and digits"),
}


class FormatError(ZhanqiaoError):
    """A representation that the notation does not know; nothing was saved."""

    status = 422
    code = "element-format"
    sentence = Text(
        zh="表示格式“{text}”无法识别，没有保存。例：an18（定长18位）、an..50（最长50位）、n..10,2（最多10位、2位小数）、YYYYMMDD。",
        en="The representation '{text}' is not known; nothing was saved. Such as: an18 (18 characters), an..50 (up to 50), n..10,2 "
        "(up to 10 digits, 2 of them decimals), YYYYMMDD.",
    )


@dataclass(frozen=True, slots=False)
class Format:
    """A representation: its kind (a, n, an, or a date), fewest and most characters (None: no limit), decimals."""

    text: str
    kind: str
    least: int = 0
    most: int | None = None
    decimals: int = 0

    @cached_property
    def pattern(self) -> str:
        """Return the pattern (RE2) that a whole value must match."""
        if self.kind == "date":
            return DATED[self.text]
        if self.kind == "n" and (self.decimals or self.most != self.least):
            whole = (self.most or 38) - self.decimals
            decimals = rf"(\.\d{{1,{self.decimals}}})?" if self.decimals else ""
            return rf"-?\d{{1,{max(1, whole)}}}{decimals}"
        letters = ANY if self.kind != "n" and self.most != self.least else LETTERS[self.kind]
        return f"{letters}{{{self.least},{'' if self.most is None else self.most}}}"

    @property
    def words(self) -> Text:
        """Return the representation in words."""
        if self.kind == "date":
            return Text(f"日期或时间 {self.text}", f"date or time {self.text}")
        kind = KINDS[self.kind]
        if self.most is None:
            return Text(f"{kind.zh}，长度不限", f"{kind.en} of any length")
        decimals = (
            Text(f"，其中小数 {self.decimals} 位", f", {self.decimals} of them decimals")
            if self.decimals
            else Text("", "")
        )
        if self.least == self.most:
            return Text(f"{kind.zh}，定长 {self.most} 位{decimals.zh}", f"{kind.en}, exactly {self.most}{decimals.en}")
        return Text(f"{kind.zh}，最长 {self.most} 位{decimals.zh}", f"{kind.en}, at most {self.most}{decimals.en}")


def format_of(*, text: str) -> Format:
    """Read a representation. Raises FormatError."""
    written = text.strip()
    if written in DATED:
        return Format(written, "date")
    found = SIZED.fullmatch(written)
    if found is None or (found["decimals"] and found["kind"] != "n"):
        raise FormatError(text=text[:60])
    if found["most"] == "ul" or (not found["least"] and not found["most"]):
        if found["decimals"]:
            raise FormatError(text=text[:60])
        return Format(written, found["kind"], 0, None)
    least = int(found["least"] or (0 if found["to"] else found["most"]))
    most = int(found["most"]) if found["most"] else least
    decimals = int(found["decimals"] or 0)
    if not least <= most or most < 1 or decimals >= most:
        raise FormatError(text=text[:60])
    return Format(written, found["kind"], least, most, decimals)
