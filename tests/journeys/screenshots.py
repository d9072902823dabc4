"""Takes the pictures of the product: home, catalogue, dataset, wizard; two languages, two themes, two widths.

``python -m tests.journeys.screenshots ADDRESS FOLDER`` photographs a running demo city (``bin/screenshots`` does it all).
"""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM
from tests.journeys.visitor import PASSWORD

LANGUAGES = {"zh": "", "en": "/en"}
THEMES = ("light", "dark")
WIDTHS = {1440: 900, 360: 780}
PAGES = {"home": "/", "catalogue": "/datasets/", "dataset": "/datasets/{slug}/data/"}
SLUGS = ("synthetic-business-permits", "qingdao-townships")  # the first that exists is photographed
WIZARD_FILE = "车场编号,所在区,泊位数,收费标准,启用日期\n" + "".join(
    f"{number:06d},{('市南区', '市北区', '崂山区')[number % 3]},{'约30' if number == 7 else 20 + number},{number % 10}.5,2024年{1 + number % 12}月{1 + number % 28}日\n"
    for number in range(1, 41)
)


def main(arguments: list[str]) -> int:
    """Photograph everything; return 0."""
    address, folder = arguments[0], Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for (language, prefix), theme, (width, height) in product(LANGUAGES.items(), THEMES, WIDTHS.items()):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = context.new_page()
            _public(page, address + prefix, folder, f"{language}-{theme}-{width}")
            _wizard(page, address, prefix, folder, f"{language}-{theme}-{width}")
            context.close()
        browser.close()
    return 0


def _public(page: Page, address: str, folder: Path, suffix: str) -> None:
    slug = next(one for one in SLUGS if page.request.get(f"{address}/datasets/{one}/").ok)
    for name, path in PAGES.items():
        page.goto(address + path.format(slug=slug))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}-{suffix}.png")


def _wizard(page: Page, address: str, prefix: str, folder: Path, suffix: str) -> None:
    page.goto(f"{address}{prefix}/login/?next={prefix}/workbench/upload/")
    page.fill("input[name=username]", "officer")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/upload/")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "停车场泊位.csv"
        path.write_bytes(WIZARD_FILE.encode("gbk"))
        page.set_input_files("input[type=file]", path)
        page.locator("#upload-form button").click()
        page.locator("a[href$='/dictionary/']").wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=folder / f"wizard-{suffix}.png")
    page.locator("form[action$='/cancellation/'] button").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
