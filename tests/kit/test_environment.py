"""Where state lies."""

from __future__ import annotations

import pytest

from zhanqiao.kit.environment import CHECKOUT, home


def test_an_empty_home_is_the_default_and_never_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_HOME", "")
    assert home() == CHECKOUT / "var"
