"""What somebody pastes into a page to show a chart there."""

from __future__ import annotations

from html import escape

SCRIPT = "/static/catalogue/zq-embed.js"  # without a digest: pages of others keep it for years
HEIGHT = 480  # pixels of the frame


def embed_codes(*, slug: str, query: str, site: str, language: str) -> dict[str, str]:
    """Return the HTML that shows a chart as a frame and as a web component; ``site`` has no final slash."""
    root = f"{site}/en" if language.startswith("en") else site
    address = escape(f"{root}/embed/charts/{slug}/{query}")
    return {
        "frame": f'<iframe src="{address}" width="100%" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>',
        "element": f'<script src="{escape(site + SCRIPT)}" async></script>\n<zq-embed src="{address}"></zq-embed>',
    }
