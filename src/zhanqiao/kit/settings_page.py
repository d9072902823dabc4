"""Writes ``docs/operators/settings.md`` from the table of settings, or checks that it is current."""

from __future__ import annotations

import sys
from pathlib import Path

from zhanqiao.kit.declared_settings import GIB, MIB, SETTINGS
from zhanqiao.kit.declared_settings.setting import Setting
from zhanqiao.kit.environment import PREFIX

PAGE = Path(__file__).resolve().parents[3] / "docs" / "operators" / "settings.md"
HEAD = """# 设置 · Settings

由 `bin/fix` 根据 `kit/declared_settings.py` 生成，请勿手改。 · Written by `bin/fix` from `kit/declared_settings.py`; do not edit.

所有设置都是环境变量。 · Every setting is an environment variable.

| 名称 · name | 默认 · default | 含义 | meaning |
|---|---|---|---|
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the page with ``--write``; otherwise return 1 when it is out of date."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if "--write" in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else 1


def page() -> str:
    """Return the page's text, settings in the order of their declaration."""
    return HEAD + "".join(_line(setting) for setting in SETTINGS)


def _line(setting: Setting) -> str:
    return f"| `{PREFIX}{setting.name}` | {_shown(setting.default)} | {setting.meaning.zh} | {setting.meaning.en} |\n"


def _shown(default: object) -> str:
    if isinstance(default, int) and not isinstance(default, bool) and default >= MIB and default % MIB == 0:
        return f"`{default}` ({default // GIB} GiB)" if default % GIB == 0 else f"`{default}` ({default // MIB} MiB)"
    return f"`{default}`" if default != "" else "–"


if __name__ == "__main__":
    sys.exit(main())
