"""A sentence in both languages of the site, for code that knows no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ENGLISH = "en"
HAN = "[\u3400-\u9fff]"
APART = re.compile(f"(?<={HAN}) (?={HAN})")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, Chinese and English, of equal rank.

    Use it for what the domain says (errors, reports, reasons). Words of the page around it are
    gettext messages in templates.
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence for a language tag such as ``zh-hans``, ``zh-CN`` or ``en-GB``."""
        return self.en if language.lower().startswith(ENGLISH) else self.zh

    def filled(self, **values: Any) -> Text:
        """Return the same sentence with ``{name}`` places filled in both languages."""
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))

    def closed_up(self) -> Text:
        """Return the same sentence without spaces between Chinese characters, where a Latin name might have stood."""
        return Text(zh=closed_up(self.zh), en=self.en)

    def as_dict(self) -> dict[str, str]:
        """Return ``{"zh": …, "en": …}``, the form reports and APIs carry."""
        return {"zh": self.zh, "en": self.en}


def closed_up(chinese: str) -> str:
    """Return Chinese without spaces between its characters; those beside letters and digits stay (AQI 的平均值)."""
    return APART.sub("", chinese)
