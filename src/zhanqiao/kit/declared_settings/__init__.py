"""Every ``ZHANQIAO_*`` setting, declared once with its default and its meaning.

``docs/operators/settings.md`` is generated from this table; a test holds them together.
"""

from __future__ import annotations

from zhanqiao.kit.declared_settings.maps import MAPS
from zhanqiao.kit.declared_settings.platform import PLATFORM
from zhanqiao.kit.declared_settings.services import SERVICES
from zhanqiao.kit.declared_settings.setting import GIB, MIB, Setting

SETTINGS: tuple[Setting, ...] = (*PLATFORM, *SERVICES, *MAPS)

__all__ = ["GIB", "MIB", "SETTINGS", "Setting"]
