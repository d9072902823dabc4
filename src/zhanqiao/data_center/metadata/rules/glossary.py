"""Common words of column names, Chinese and English, from which dictionary proposals are made.

``glossary.tsv`` has one line per word: Chinese, a tab, English. The first line of an English word is its Chinese.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

WORDS = Path(__file__).with_suffix(".tsv")


def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((zh, en) for zh, en in (line.split("\t") for line in WORDS.read_text(encoding="utf-8").splitlines()))


ENGLISH = MappingProxyType(dict(_pairs()))
CHINESE = MappingProxyType({en.lower(): zh for zh, en in reversed(_pairs())})
LONGEST = max(len(word) for word in ENGLISH)
# the unit as the source writes it in brackets or as a suffix -> the symbol shown
UNITS = MappingProxyType(
    {
        "米": "m",
        "千米": "km",
        "公里": "km",
        "厘米": "cm",
        "毫米": "mm",
        "平方米": "m²",
        "平方公里": "km²",
        "公顷": "ha",
        "亩": "亩",
        "立方米": "m³",
        "元": "元",
        "万元": "万元",
        "亿元": "亿元",
        "吨": "t",
        "万吨": "万吨",
        "千克": "kg",
        "公斤": "kg",
        "克": "g",
        "人": "人",
        "万人": "万人",
        "户": "户",
        "个": "个",
        "家": "家",
        "摄氏度": "°C",
        "℃": "°C",
        "%": "%",
        "％": "%",
        "秒": "s",
        "分钟": "min",
        "小时": "h",
        "天": "d",
        "度": "°",
        "m": "m",
        "km": "km",
        "cm": "cm",
        "mm": "mm",
        "km2": "km²",
        "m2": "m²",
        "kg": "kg",
        "t": "t",
        "ha": "ha",
        "mph": "mph",
        "ft": "ft",
        "miles": "mi",
        "min": "min",
        "sec": "s",
        "hpa": "hPa",
        "pct": "%",
        "percent": "%",
        "μg/m³": "μg/m³",
        "ug/m3": "μg/m³",
        "mg/m³": "mg/m³",
        "mg/m3": "mg/m³",
    }
)
