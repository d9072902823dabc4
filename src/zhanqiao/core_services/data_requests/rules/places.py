"""Where requests have their pages: clocks and notices lead there."""

from __future__ import annotations


def applicants_page(*, application_id: str) -> str:
    """Return the applicant's page of an application."""
    return f"/my/applications/{application_id}/"


def officers_page(*, family: str, request_id: str) -> str:
    """Return the page of a request in the workbench."""
    return f"/workbench/requests/{family}/{request_id}/"


def public_page(*, opening_id: str) -> str:
    """Return the public page of an opening request."""
    return f"/requests/{opening_id}/"
