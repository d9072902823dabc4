"""The Django app of this pillar."""

from __future__ import annotations

from django.apps import AppConfig


class Pillar(AppConfig):
    """Registers the pillar under its folder's name."""

    name = "zhanqiao.data_center"
    label = "data_center"

    def ready(self) -> None:
        """Keep the remembered cards fresh."""
        from zhanqiao.data_center.catalogue import receivers  # models exist only now

        receivers.connect()
