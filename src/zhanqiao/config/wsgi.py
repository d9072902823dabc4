"""The WSGI application of the whole site."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanqiao.config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Load what the first search needs, so that nobody pays for it."""
    from zhanqiao.data_center.catalogue.queries import warm  # its models need Django, set up above

    warm()


threading.Thread(target=_warm, name="warm search", daemon=True).start()
