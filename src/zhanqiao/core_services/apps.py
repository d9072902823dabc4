"""The Django app of this pillar."""

from __future__ import annotations

from django.apps import AppConfig


class Pillar(AppConfig):
    """Registers the pillar under its folder's name."""

    name = "zhanqiao.core_services"
    label = "core_services"

    def ready(self) -> None:
        """Connect the background tasks to the events that start them."""
        from zhanqiao.core_services.publishing import tasks  # models must be loaded first

        tasks.connect()
