"""What stands for a person in a survey: a keyed digest, of use within one survey and forgotten when it closes."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT, RESPONDENT = "surveys", "respondent"


def digest(*, survey_id: str, kind: str, text: str) -> str:
    """Return the digest (HMAC-SHA-256, 64 hexadecimal digits) of an account, browser or network address."""
    return salted_hmac(SALT, f"{survey_id}\n{kind}\n{text}", algorithm="sha256").hexdigest()
