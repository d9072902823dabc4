"""Every setting is documented, every message translated, every decision numbered, every file free of machine paths."""

from __future__ import annotations

import re
import subprocess

from tests.architecture import house
from zhanqiao.kit import messages, settings_page

ROOT_PAPERS = (
    *("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONVENTIONS.md", "GLOSSARY.md", "CONTRIBUTING.md"),
    *("CHANGELOG.md", "SECURITY.md", "LICENSE", "publiccode.yml"),
)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
MACHINE = re.compile(r"/(?:work|root|tmp/team)/|files\.python" + r"hosted\.org|registry\.npm" + r"js\.org")


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=house.CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (house.CHECKOUT / name).is_file()]


def test_every_setting_is_documented() -> None:
    assert settings_page.main([]) == 0, "docs/operators/settings.md is out of date: run bin/fix."


def test_every_message_has_its_chinese() -> None:
    missing = [f"{message.place}: {message.text!r}" for message in messages.untranslated()]
    assert missing == [], "Add the Chinese to locale/zh_Hans/LC_MESSAGES/<area>.po. CONVENTIONS.md, rule 14."


def test_a_missing_translation_is_found() -> None:
    catalogue = messages.merged()
    planted = next(messages.messages())
    catalogue.delete(planted.text, planted.context)
    assert planted.text in {message.text for message in messages.untranslated(catalogue=catalogue)}


def test_the_papers_of_the_house_exist() -> None:
    assert [name for name in ROOT_PAPERS if not (house.CHECKOUT / name).is_file()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (house.CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{name} -> {target}"
        for name in _tracked()
        if name.endswith(".md")
        for target in LINK.findall((house.CHECKOUT / name).read_text(encoding="utf-8"))
        if not ((house.CHECKOUT / name).parent / target).exists()
    ]
    assert broken == []


def test_no_file_names_a_machine_or_a_registry_host() -> None:
    named = [
        f"{name}: {found.group()}"
        for name in _tracked()
        if not name.endswith((".png", ".ico"))
        if (found := MACHINE.search((house.CHECKOUT / name).read_text(encoding="utf-8", errors="replace")))
    ]
    assert named == []
