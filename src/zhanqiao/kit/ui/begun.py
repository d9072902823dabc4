"""When a form was shown, signed into the form itself: a program that fills forms in is faster than a person."""

from __future__ import annotations

from django.core import signing

from zhanqiao.kit.clock import now

SALT = "zhanqiao.browser"


def begun(*, purpose: str) -> str:
    """Return the signed moment at which a form was shown."""
    return signing.dumps([purpose, now().timestamp()], salt=SALT)


def age(*, text: str, purpose: str) -> float | None:
    """Return the seconds since a form was shown for this purpose; None where it does not say so."""
    try:
        shown_for, moment = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return now().timestamp() - float(moment) if shown_for == purpose else None
