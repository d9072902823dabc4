"""The WSGI application of the whole site."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanqiao.config.settings")
application = get_wsgi_application()
