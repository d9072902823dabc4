"""Photographs every page of ``pages.py``: three widths, two themes, two languages, and one contact sheet of them all.

``python -m tests.journeys.contact_sheet ADDRESS FOLDER [NAME…]`` photographs a running demo city (``bin/contact-sheet`` does
it all); with names only the pages whose names begin so. Prints each page that did not answer 200, and ends with 1 then.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM
from tests.journeys.pages import ITEMS, OWN, PAGES, Shown
from tests.journeys.visitor import PASSWORD

LANGUAGES = {"zh": "", "en": "/en"}
THEMES = ("light", "dark")
WIDTHS = {1440: 900, 768: 1024, 360: 780}
LONGEST = 2600  # pixels of a page's height that are kept
THUMB = 220
SHEET_WIDTH = 1500
DATASETS = ("synthetic-business-permits", "qingdao-streets")


def main(arguments: list[str]) -> int:
    """Photograph what is asked for; return how it went as a process tells it."""
    site, folder, names = arguments[0], Path(arguments[1]), tuple(arguments[2:])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in (*PAGES, *ITEMS) if not names or one.name.startswith(names)]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        places = _places(browser, site)
        faults = list(_photographed(browser, site, folder, wanted, places))
        _sheet(browser, folder, wanted)
        browser.close()
    told = "\n".join(faults) or f"{len(wanted)} pages: {folder / 'index.html'}, {folder / 'contact-sheet.png'}"
    sys.stdout.write(told + "\n")
    return 1 if faults else 0


def _places(browser: Browser, site: str) -> dict[str, str]:
    """Return a dataset and a department of the city at hand."""
    page = browser.new_page()
    dataset = next(one for one in DATASETS if page.request.get(f"{site}/datasets/{one}/").ok)
    page.goto(f"{site}/departments/")
    link = page.locator("main a[href*='/departments/']").first.get_attribute("href") or ""
    page.close()
    return {"dataset": dataset, "own": OWN, "department": link.rstrip("/").rpartition("/")[2]}


def _photographed(
    browser: Browser, site: str, folder: Path, wanted: list[Shown], places: dict[str, str]
) -> Iterator[str]:
    """Take the pictures, account by account so that each signs in once a form; yield what did not answer."""
    for account in dict.fromkeys(one.account for one in wanted):
        for (language, prefix), theme, (width, height) in product(LANGUAGES.items(), THEMES, WIDTHS.items()):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = _signed_in(context, site, account)
            for one in wanted:
                if one.account == account:
                    address = _address(page, one, site, prefix, places)
                    if not address:
                        yield f"{one.name}: {one.path} links to none"
                    else:
                        yield from _picture(page, address, folder / f"{one.name}-{language}-{theme}-{width}.png")
            context.close()


def _signed_in(context: BrowserContext, site: str, account: str) -> Page:
    page = context.new_page()
    if account:
        page.goto(f"{site}/login/?next=/my/")  # others begin at the workbench
        page.fill("input[name=username]", account)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/my/**")
    return page


def _address(page: Page, one: Shown, site: str, prefix: str, places: dict[str, str]) -> str:
    """Return where a page is; empty for the page of a thing that the city does not hold."""
    address = site + prefix + one.path.format(**places)
    if not one.first:
        return address
    text = page.request.get(address).text()
    found = re.search(rf'href="{prefix}({one.first})"', text)
    return site + prefix + found[1] if found else ""


def _picture(page: Page, address: str, path: Path) -> Iterator[str]:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        yield f"{address}: {answer.status if answer else 'no answer'}"
        return
    page.wait_for_load_state("networkidle")
    size = page.viewport_size or {"width": SHEET_WIDTH, "height": LONGEST}
    height = min(LONGEST, max(size["height"], page.evaluate("() => document.documentElement.scrollHeight")))
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type] - a FloatRect is such a dict


def _sheet(browser: Browser, folder: Path, wanted: list[Shown]) -> None:
    """Write the page of all pictures, and a picture of that page."""
    forms = [f"{language}-{theme}-{width}" for width, theme, language in product(WIDTHS, THEMES, LANGUAGES)]
    rows = "".join(_row(folder, one, forms) for one in wanted)
    heads = "".join(f"<th>{form}</th>" for form in forms)
    text = f"<!doctype html><meta charset=utf-8><title>Zhanqiao</title><style>{STYLE}</style><table><tr><th>{heads}</tr>{rows}</table>"
    (folder / "index.html").write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": len(forms) * (THUMB + 8) + THUMB, "height": THUMB})
    page.goto((folder / "index.html").resolve().as_uri())
    page.screenshot(path=folder / "contact-sheet.png", full_page=True)
    page.close()


def _row(folder: Path, one: Shown, forms: list[str]) -> str:
    cells = []
    for form in forms:
        name = f"{one.name}-{form}.png"
        cells.append(f"<td><a href={name}><img src={name}></a>" if (folder / name).exists() else "<td>")
    return f"<tr><th>{escape(one.name)}<br><small>{escape(one.account)}</small></th>{''.join(cells)}</tr>"


STYLE = (
    "body{font:12px sans-serif}td,th{vertical-align:top;padding:4px;text-align:left}"
    f"img{{width:{THUMB}px;height:{THUMB}px;object-fit:cover;object-position:top;border:1px solid #ccc}}"
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
