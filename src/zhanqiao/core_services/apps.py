"""The Django app of this pillar."""

from __future__ import annotations

from django.apps import AppConfig


class Pillar(AppConfig):
    """Registers the pillar under its folder's name."""

    name = "zhanqiao.core_services"
    label = "core_services"

    def ready(self) -> None:
        """Connect the background tasks to the events that start them."""
        # Late: models must be loaded first.
        from zhanqiao.core_services.analysis import tasks as analysis
        from zhanqiao.core_services.corrections import receivers as corrections
        from zhanqiao.core_services.dashboards import receivers as dashboards
        from zhanqiao.core_services.data_requests import receivers as data_requests
        from zhanqiao.core_services.following import receivers as following
        from zhanqiao.core_services.joining import receivers as joining
        from zhanqiao.core_services.joining import tasks as joining_tasks
        from zhanqiao.core_services.publishing import tasks as publishing

        analysis.connect()
        corrections.connect()
        dashboards.connect()
        data_requests.connect()
        following.connect()
        joining.connect()
        joining_tasks.connect()
        publishing.connect()
