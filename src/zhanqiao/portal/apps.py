"""The Django app of this pillar."""

from __future__ import annotations

from django.apps import AppConfig


class Pillar(AppConfig):
    """Registers the pillar under its folder's name."""

    name = "zhanqiao.portal"
    label = "portal"
