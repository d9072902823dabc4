"""Names of divisions and Chinese addresses, led to districts and townships; what is not certain says so.

Each answer carries its reason, and the reason a fixed figure of confidence (no probability): 1 for full names that agree,
less for short ones and for what is inferred, shared out among all that a name may mean. Nothing is chosen silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from zhanqiao.data_center.catalogue.rules.divisions import DIVISIONS
from zhanqiao.data_center.catalogue.rules.gazetteer import CITY, OFFICE, Division, Gazetteer
from zhanqiao.kit.texts import Text

CERTAIN = 0.8  # less is uncertain
REASONS = {
    "full": (1.0, Text("名称完整一致", "full names, and they agree")),
    "city": (1.0, Text("只写到市", "the city only")),
    "former": (0.9, Text("旧名称，已并入或改为此区划", "a former name; became part of this division")),
    "inside": (0.9, Text("名称出现在文字中间", "the name stands inside of the text")),
    "township-unique": (0.9, Text("未写区（市），镇街名称在全市唯一", "no district given; the township's name is unique in the city")),
    "short": (0.8, Text("简称", "a short name")),
    "township-short": (0.7, Text("只写镇街简称，在全市唯一", "a township's short name only, unique in the city")),
    "short-in-address": (0.6, Text("简称后接其他文字，可能是同名道路或单位", "a short name before other words: a road or an office may bear it")),
    "ambiguous": (1.0, Text("有 {count} 处同名，无法确定", "{count} places bear this name")),
    "several": (1.0, Text("文字中写了 {count} 处区划", "{count} divisions are named in the text")),
    "contradiction": (0.3, Text("所写镇街不在所写区（市）内", "the township is not in the district that is given")),
}  # fmt: skip
STATUSES = {
    "found": Text("已定位", "found"),
    "uncertain": Text("不确定", "uncertain"),
    "ambiguous": Text("有歧义", "ambiguous"),
    "elsewhere": Text("不在本市", "not in this city"),
    "unknown": Text("无法识别", "not recognised"),
}
LONGEST = 200  # signs of a text that are read
SPACE = re.compile(r"[\s,，、;；·]+")
PROVINCES = ("山东省", "山东")
CITIES = ("青岛市", "青岛")
OTHER_CITY = re.compile(r"[一-龥]{2,3}市(?![场民内政立里级])")
ROAD = re.compile(r"[东西南北中一二三四五六七八九十]?(路|街(?!道)|大道|巷|支路|大街|湾|河|港|站)")
OTHERS = tuple(
    name.zh for code, name in DIVISIONS.items() if code.endswith("0000") and code not in {"100000", "370000"}
)


@dataclass(frozen=True, slots=True)
class Match:
    """A division that a text may mean: its ``division``, the district it is or lies in (None: the city), and why."""

    division: Division
    district: Division | None
    reason: str
    confidence: float
    because: Text


@dataclass(frozen=True, slots=True)
class Geocoded:
    """What a text means: one of STATUSES, and every division it may mean, the likelier first."""

    text: str
    status: str
    matches: tuple[Match, ...] = ()

    @property
    def best(self) -> Match | None:
        """Return the only division it means; None where there are several, or none."""
        return self.matches[0] if len(self.matches) == 1 else None


def geocoded_all(*, texts: Iterable[str], names: Gazetteer) -> list[Geocoded]:
    """Return what each text of a column means; equal texts are looked at once."""
    given = list(texts)
    known = {text: geocoded(text=text, names=names) for text in dict.fromkeys(given)}
    return [known[text] for text in given]


def geocoded(*, text: str, names: Gazetteer) -> Geocoded:
    """Return what a name or an address means."""
    plain = OFFICE.sub(r"\1", SPACE.sub("", unicodedata.normalize("NFKC", text[:LONGEST])))
    begins = _begins(plain)
    if _is_elsewhere(plain, begins, names):
        return Geocoded(text, "elsewhere")
    asked = (_by_district, _by_township, _by_short_township, _by_district_inside)
    found = next((matches for ask in asked if (matches := ask(plain, begins, names))), ())
    if not found and any(_is_city(plain, end) for end in begins):
        found = (_match(names, CITY, "city"),)
    return Geocoded(text, _status(found), tuple(found))


def _status(found: Sequence[Match]) -> str:
    if len(found) > 1:
        return "ambiguous"
    return "unknown" if not found else "found" if found[0].confidence >= CERTAIN else "uncertain"


def _begins(text: str) -> list[int]:
    """Return where the district may begin: behind province and city, which may each be left out; the farthest first."""
    ends = {0}
    for parts in (PROVINCES, CITIES):
        ends |= {end + len(part) for end in ends for part in parts if text.startswith(part, end)}
    return sorted(ends, reverse=True)


def _is_city(text: str, end: int) -> bool:
    """Say whether the city's name ends here, and is not that of a road."""
    return text[:end].endswith(CITIES[0]) or (text[:end].endswith(CITIES[1]) and not ROAD.match(text, end))


def _is_elsewhere(text: str, begins: Sequence[int], names: Gazetteer) -> bool:
    """Say whether the text begins with another province or another city."""
    if text.startswith(OTHERS):
        return True
    found = OTHER_CITY.match(text, begins[0])
    own = {*names.districts, *names.former, *CITIES}
    return bool(found) and not any(text.startswith(name, start) for name in own for start in begins)


def _by_district(text: str, begins: Sequence[int], names: Gazetteer) -> tuple[Match, ...]:
    """Read the text as an address: a district first, its township behind it."""
    for known, reason in ((names.districts, "full"), (names.former, "former")):
        for start in begins:
            for name, code in known.items():
                if text.startswith(name, start):
                    return _in_district(code, text[start + len(name) :], reason, names)
    return _by_short_district(text, begins, names)


def _by_short_district(text: str, begins: Sequence[int], names: Gazetteer) -> tuple[Match, ...]:
    for start in begins:
        split = start and not text[:start].endswith("市") and text.startswith("市", start)  # 青岛|市南京路
        for name, code in names.short_districts.items():
            if not split and text.startswith(name, start):
                rest = text[start + len(name) :]
                town = names.township_names and names.township_names.match(text, start)
                if ROAD.match(rest) or (town and len(town.group()) > len(name)):
                    continue
                known = not rest or any(rest.startswith(each) for each in _towns_of(code, names))
                return _in_district(code, rest, "short" if known else "short-in-address", names)
    return ()


def _in_district(district: str, rest: str, reason: str, names: Gazetteer) -> tuple[Match, ...]:
    """Return the township behind a district, else the district; all that are named where the text names several."""
    others = [names.districts.get(name) or names.former[name] for name in names.district_names.findall(rest)]
    several = [district, *(code for code in dict.fromkeys(others) if code != district)]
    if len(several) > 1:
        return _shared(several, "several", names)
    towns = _towns_of(district, names)
    name = next((each for each in sorted(towns, key=len, reverse=True) if each in rest), "")
    if name:
        return (_match(names, towns[name], reason),)
    short = [code for code in names.short_townships.get(rest, ()) if names.divisions[code].district == district]
    if short:
        return (_match(names, short[0], "short" if reason == "full" else reason),)
    stray = names.township_names.match(rest) if names.township_names else None
    if stray:
        codes = [district, *names.townships[stray.group()]]
        return tuple(_match(names, code, "contradiction") for code in codes)
    return (_match(names, district, reason),)


def _by_township(text: str, begins: Sequence[int], names: Gazetteer) -> tuple[Match, ...]:
    found = names.township_names.findall(text, begins[0]) if names.township_names else []
    codes = [code for name in dict.fromkeys(found) for code in names.townships[name]]
    if len(codes) == 1:
        return (_match(names, codes[0], "township-unique"),)
    return _shared(codes, "ambiguous" if len(set(found)) == 1 else "several", names)


def _by_short_township(text: str, begins: Sequence[int], names: Gazetteer) -> tuple[Match, ...]:
    codes = names.short_townships.get(text[begins[0] :], ())
    if len(codes) == 1:
        return (_match(names, codes[0], "township-short"),)
    return _shared(codes, "ambiguous", names)


def _by_district_inside(text: str, begins: Sequence[int], names: Gazetteer) -> tuple[Match, ...]:
    found = names.district_names.findall(text, begins[0])
    codes = list(dict.fromkeys(names.districts.get(name) or names.former[name] for name in found))
    if len(codes) == 1:
        return (_match(names, codes[0], "inside"),)
    return _shared(codes, "several", names)


def _towns_of(district: str, names: Gazetteer) -> dict[str, str]:
    """Return the townships of a district, by full name."""
    inside = partial(_first_in, district=district, names=names)
    return {name: code for name, codes in names.townships.items() if (code := inside(codes))}


def _first_in(codes: Sequence[str], *, district: str, names: Gazetteer) -> str:
    return next((code for code in codes if names.divisions[code].district == district), "")


def _shared(codes: Sequence[str], reason: str, names: Gazetteer) -> tuple[Match, ...]:
    """Return all that a text may mean, the confidence shared out among them."""
    return tuple(_match(names, code, reason, among=len(codes)) for code in codes)


def _match(names: Gazetteer, code: str, reason: str, *, among: int = 1) -> Match:
    division = names.divisions[code]
    confidence, words = REASONS[reason]
    because = Text(words.zh.format(count=among), words.en.format(count=among))
    district = names.district_of(code) if division.district else None
    return Match(division, district, reason, round(confidence / among, 2), because)
