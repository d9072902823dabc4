"""The names by which the divisions of the city are called: full, short, and former.

Districts are those of ``divisions``; townships come from a published table of divisions, nine digits each. A former name
leads to the division that it became part of (State Council approvals of 2012 and 2017).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhanqiao.data_center.catalogue.rules.divisions import DIGITS, DIVISIONS, RETIRED, division_name
from zhanqiao.kit.texts import Text

CITY = "370200"
SUCCESSORS = {"370205": "370203", "370284": "370211", "370282": "370215"}
LEVELS = {
    "city": Text("市", "city"),
    "district": Text("区（市）", "district"),
    "township": Text("镇街", "township"),
}
TOWNSHIP_DIGITS = 9
ENDING = re.compile(r"(街道办事处|街道办|街道|镇|乡|区|市|县)$")
OFFICE = re.compile(r"(街道)办(事处)?")
NOTE = re.compile(r"（.*?）$")
LEAST_SHORT = 2  # signs of a short name


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the city. ``district`` is the code of the district it is or lies in; empty for the city."""

    code: str
    name: Text
    level: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by code, and the codes that each name stands for."""

    divisions: Mapping[str, Division]
    districts: Mapping[str, str]
    short_districts: Mapping[str, str]
    former: Mapping[str, str]
    townships: Mapping[str, tuple[str, ...]]
    short_townships: Mapping[str, tuple[str, ...]]
    township_names: re.Pattern[str] | None
    district_names: re.Pattern[str]

    def district_of(self, code: str, /) -> Division:
        """Return the district in which a division lies."""
        return self.divisions[self.divisions[code].district]


def gazetteer(*, townships: Iterable[tuple[str, str]] = ()) -> Gazetteer:
    """Return the names of the city, its districts, and ``townships``: pairs of code (nine digits or more) and name.

    Townships of districts that are not the city's are left out; of two with one name in one district the first counts.
    """
    districts = {code: division_name(code=code) for code in DIVISIONS if _is_district(code)}
    divisions = {CITY: Division(CITY, division_name(code=CITY), "city")}
    divisions |= {code: Division(code, name, "district", code) for code, name in districts.items()}
    full, short = defaultdict(list), defaultdict(list)
    for code, name in _known(townships, districts):
        divisions[code] = Division(code, Text(name, name), "township", code[:DIGITS])
        full[name].append(code)
        short[short_name(name=name)].append(code)
    names = {name.zh: code for code, name in districts.items()}
    former = {NOTE.sub("", division_name(code=old).zh): new for old, new in SUCCESSORS.items()}
    return Gazetteer(
        divisions=divisions,
        districts=names,
        short_districts={short_name(name=name): code for name, code in names.items()},
        former=former,
        townships={name: tuple(codes) for name, codes in full.items()},
        short_townships={name: tuple(codes) for name, codes in short.items()},
        township_names=_any_of(full) if full else None,
        district_names=_any_of([*names, *former]),
    )


def short_name(*, name: str) -> str:
    """Return a name without what says its kind, where two signs are left: 市南区 → 市南, 沙子口街道 → 沙子口."""
    short = ENDING.sub("", name)
    return short if len(short) >= LEAST_SHORT else name


def current_code(*, code: str) -> str:
    """Return the district that a code of a district stands for today: retired ones became part of another."""
    return SUCCESSORS.get(code[:DIGITS], code[:DIGITS])


def _is_district(code: str) -> bool:
    return code[:4] == CITY[:4] and code != CITY and code not in RETIRED


def _known(townships: Iterable[tuple[str, str]], districts: Mapping[str, Text]) -> Iterable[tuple[str, str]]:
    seen = set()
    for code, given in townships:
        name = OFFICE.sub(r"\1", given.strip())
        if code[:DIGITS] in districts and len(code) >= TOWNSHIP_DIGITS and (code[:DIGITS], name) not in seen:
            seen.add((code[:DIGITS], name))
            yield code[:TOWNSHIP_DIGITS], name


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
