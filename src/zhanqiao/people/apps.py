"""The Django app of this pillar."""

from __future__ import annotations

from django.apps import AppConfig


class Pillar(AppConfig):
    """Registers the pillar under its folder's name."""

    name = "zhanqiao.people"
    label = "people"

    def ready(self) -> None:
        """Keep the remembered cards fresh, and mail nothing to closed accounts."""
        # Late: models exist only now.
        from zhanqiao.people.accounts import receivers as accounts
        from zhanqiao.people.departments import receivers as departments
        from zhanqiao.people.mails import receivers as mails

        accounts.connect(pillar=self)
        departments.connect(pillar=self)
        mails.connect()
