"""A person with a browser. Every page that is opened is looked at by axe and must fit its width."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.live import CHECKOUT

AXE = (CHECKOUT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All rules look at everything; only of what fails does axe say where it stands, which takes longer than looking.
RUN = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then((found) => found.violations)"
PASSWORD = "Zhanqiao-2026-demo"


@dataclass
class Visitor:
    page: Page
    site: str
    downloads: Path

    def opens(self, path: str) -> None:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        self.looks()

    def follows(self, name: str) -> None:
        """Follow the first visible link or press the first visible button with this name, and look at the page it leads to."""
        link = self.page.locator("a, button", has_text=name).locator("visible=true").first
        link.click()
        self.page.wait_for_load_state()
        self.looks()

    def looks(self) -> None:
        """Let axe look at the page, and see that it does not scroll sideways."""
        self.page.wait_for_load_state()
        if not self.page.evaluate("() => 'axe' in window"):  # a page that was looked at in one theme has it
            self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate(RUN, RULES)
        told = [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in found
            for node in one["nodes"]
        ]
        if told:
            pytest.fail(f"axe on {self.page.url}:\n" + "\n".join(told), pytrace=False)
        widths = self.page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], f"{self.page.url} is {widths[0]} px wide in a window of {widths[1]} px"

    def downloads_from(self, name: str) -> Path:
        """Press a download link and return the file."""
        with self.page.expect_download() as waiting:
            self.page.locator("a", has_text=name).locator("visible=true").first.click()
        target = self.downloads / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target

    def signs_in(self, username: str) -> None:
        self.opens("/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("form button", has_text="登录").locator("visible=true").last.click()
        self.page.wait_for_load_state()
        self.looks()
