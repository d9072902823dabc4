"""OAI-PMH 2.0: its verbs, arguments, errors and tokens.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 (2015-01-08).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PAGE = 100  # records of one answer
FORMATS = {
    "oai_dc": ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    "dcat": ("http://www.w3.org/ns/dcat.rdf", "http://www.w3.org/ns/dcat#"),
}
LISTING = (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}))
NOTHING = frozenset[str]()
ARGUMENTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {  # verb: what must be given, what may be
    "Identify": (NOTHING, NOTHING),
    "ListMetadataFormats": (NOTHING, frozenset({"identifier"})),
    "ListSets": (NOTHING, NOTHING),
    "ListIdentifiers": LISTING,
    "ListRecords": LISTING,
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), NOTHING),
}
TOKENED = frozenset({"ListIdentifiers", "ListRecords", "ListSets"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class OaiError(ZhanqiaoError):
    """An error of the protocol, which is answered with status 200 and its code."""

    status = 200
    code = "oai"
    sentence = Text(zh="{oai}：{zh}", en="{oai}: {en}")


def error(oai: str, zh: str, en: str, /) -> OaiError:
    """Return an error of the protocol by its own code."""
    return OaiError(oai=oai, zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that was asked for: its form, its period and set as they were written, and how far it was told already."""

    prefix: str
    since: str = ""
    until: str = ""
    part: str = ""
    moment: str = ""
    identifier: str = ""
    told: int = 0

    def token(self) -> str:
        """Return a resumption token that says all of it: nothing is kept here, so no token ever expires."""
        values = [self.prefix, self.since, self.until, self.part, self.moment, self.identifier, self.told]
        return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> Self:
        """Read a token back. Raises OaiError (badResumptionToken)."""
        try:
            values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
            *texts, told = values
            prefix, since, until, part, moment, identifier = map(str, texts)
            datetime.fromisoformat(moment)
            found = cls(prefix, since, until, part, moment, identifier, int(told))
        except (ValueError, TypeError, RecursionError):  # base64's and JSON's errors are ValueErrors
            found = None
        if found is None or found.prefix not in FORMATS:
            zh, en = "续传标记无效，请重新开始采集。", "The token is not one of ours; begin anew."
            raise error("badResumptionToken", zh, en)
        return found

    def period(self) -> tuple[datetime | None, datetime | None]:
        """Return the moments from which and before which. Raises OaiError (badArgument)."""
        if self.since and self.until and len(self.since) != len(self.until):
            raise error(
                "badArgument", "from 与 until 的精度必须相同。", "from and until must have the same granularity."
            )
        if self.since and self.until and self.since > self.until:
            raise error("badArgument", "from 晚于 until。", "from is later than until.")
        first = _moment("from", self.since)[0] if self.since else None
        return first, _moment("until", self.until)[1] if self.until else None

    def of(self) -> tuple[str, str]:
        """Return the department's key and the theme's code of the set, empty where it does not say. Raises OaiError."""
        kind, _, name = self.part.partition(":")
        if self.part and (kind not in {"department", "theme"} or not name):
            raise error("noRecordsMatch", f"没有集合“{self.part[:60]}”。", f"There is no set '{self.part[:60]}'.")
        return (name, "") if kind == "department" else ("", name)


def _moment(name: str, text: str) -> tuple[datetime, datetime]:
    """Return the beginning of a day or second, and the beginning of the next one. Raises OaiError (badArgument)."""
    wrong = error(
        "badArgument",
        f"{name} 应为 2026-01-31 或 2026-01-31T08:00:00Z。",
        f"{name} must be like 2026-01-31 or 2026-01-31T08:00:00Z.",
    )
    try:
        if DAY.fullmatch(text):
            found = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            return found, found + timedelta(days=1)
        if SECOND.fullmatch(text):
            found = datetime.fromisoformat(text)
            return found, found + timedelta(seconds=1)
    except (ValueError, OverflowError):
        raise wrong from None
    raise wrong


def checked(*, arguments: Mapping[str, list[str]]) -> tuple[str, dict[str, str]]:
    """Return the verb and its arguments, each given once and known. Raises OaiError (badVerb, badArgument)."""
    verbs = arguments.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        known = ", ".join(ARGUMENTS)
        raise error("badVerb", f"verb 应为以下之一：{known}。", f"verb must be one of {known}.")
    verb, (needed, allowed) = verbs[0], ARGUMENTS[verbs[0]]
    given = {name: values[0] for name, values in arguments.items() if name != "verb"}
    repeated = [name for name, values in arguments.items() if len(values) > 1]
    if verb in TOKENED and set(given) == {"resumptionToken"} and not repeated:
        return verb, given
    strange, missing = set(given) - needed - allowed, needed - set(given)
    if strange or missing or repeated:
        words = ", ".join(sorted({*strange, *missing, *repeated}))
        raise error(
            "badArgument",
            f"参数缺少、重复或不可用：{words[:200]}。",
            f"Missing, repeated or not allowed: {words[:200]}.",
        )
    if given.get("metadataPrefix", "oai_dc") not in FORMATS:
        known = ", ".join(FORMATS)
        raise error("cannotDisseminateFormat", f"可用的格式：{known}。", f"The formats are {known}.")
    return verb, given
