"""Reading the ``ZHANQIAO_*`` settings that ``kit.declared_settings`` declares."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from zhanqiao.kit.declared_settings import SETTINGS
from zhanqiao.kit.declared_settings.setting import Setting
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PREFIX = "ZHANQIAO_"
CHECKOUT = Path(__file__).resolve().parents[3]
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})


class SettingError(ZhanqiaoError):
    """A setting has a value of the wrong kind; nothing was started."""

    status = 500
    code = "setting-invalid"
    sentence = Text(
        zh="设置 {name} 的值“{value}”无效，应为{expected}。程序没有启动，请改正后重试。",
        en="Setting {name} has the value '{value}', expected {expected}. Nothing was started; correct it and try again.",
    )


def value(name: str) -> Any:
    """Return a setting by its name without prefix, from the environment or its default.

    Raises SettingError when the text in the environment does not fit the default's type.
    """
    setting = _by_name()[name]
    text = os.environ.get(PREFIX + name)
    if text is None or (text == "" and not isinstance(setting.default, str)):
        return setting.default
    return _converted(setting=setting, text=text)


def home() -> Path:
    """Return the folder of all state as an absolute path; it is made when missing.

    A relative path counts from the checkout, wherever the command was called; an empty one is the default, not the
    checkout itself, into which no state may fall.
    """
    return _made(str(value("HOME")) or str(_by_name()["HOME"].default))


@cache
def _made(text: str) -> Path:
    folder = (CHECKOUT / text).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _by_name() -> dict[str, Setting]:
    return {setting.name: setting for setting in SETTINGS}


def _converted(*, setting: Setting, text: str) -> str | int | bool:
    if isinstance(setting.default, bool):
        return text.strip().lower() in TRUE_WORDS
    if isinstance(setting.default, int):
        try:
            return int(text)
        except ValueError:
            raise SettingError(name=PREFIX + setting.name, value=text, expected="整数 / an integer") from None
    return text
