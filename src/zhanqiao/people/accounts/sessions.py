"""How long a login lasts: it ends after idle minutes, and after some hours in any case (GB/T 22239-2019, 8.1.4.1)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhanqiao.kit.clock import now
from zhanqiao.kit.environment import value

BEGAN, SEEN = "began", "seen"
REFRESH_SECONDS = 60  # a busy session is written back at most once a minute
HOUR = 3_600


class SessionLimits:
    """Middleware: keeps a used session alive and ends one that is idle or too old."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before ``answer``."""
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the limits, then answer. A request without a session cookie costs nothing."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and BEGAN in request.session:
            _hold_to_limits(request, moment=now().timestamp())
        return self._answer(request)


def _hold_to_limits(request: HttpRequest, *, moment: float) -> None:
    idle, age = moment - request.session[SEEN], moment - request.session[BEGAN]
    if idle > settings.SESSION_COOKIE_AGE or age > int(value("SESSION_HOURS")) * HOUR:
        logout(request)
        messages.info(request, _("Your login has ended to protect your account. Please log in again."))
    elif idle > REFRESH_SECONDS:
        request.session[SEEN] = moment
