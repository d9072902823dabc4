"""Which line icon (lucide) stands for which of the 22 themes."""

from __future__ import annotations

THEME_ICONS = {
    "1": "badge-check",
    "2": "heart-pulse",
    "3": "id-card",
    "4": "shield",
    "5": "building",
    "6": "bus-front",
    "7": "graduation-cap",
    "8": "flask-conical",
    "9": "zap",
    "10": "leaf",
    "11": "factory",
    "12": "store",
    "13": "landmark",
    "14": "hard-hat",
    "15": "clipboard-check",
    "16": "heart-handshake",
    "17": "scale",
    "18": "coffee",
    "19": "cloud-sun",
    "20": "map",
    "21": "network",
    "22": "shapes",
}


def theme_icon(*, code: str) -> str:
    """Return the icon's name; the one of 其他 for a code that is not known."""
    return THEME_ICONS.get(code, THEME_ICONS["22"])
