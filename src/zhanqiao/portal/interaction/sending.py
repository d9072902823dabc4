"""What a form of the public says beside its fields: who sends it (account or browser), how old it is, whether the trap was filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse

from zhanqiao.core_services.surveys.operations import Sent
from zhanqiao.core_services.surveys.rules import require_human
from zhanqiao.kit.ui.begun import SALT, age, begun
from zhanqiao.people.access.queries import card_of_request

__all__ = ["begun", "fields", "known_again", "require_person", "respondent", "sent"]
COOKIE = "zq_browser"
TRAP, BEGUN = "website", "begun"
TOKEN_BYTES = 18


def sent(request: HttpRequest, /, *, purpose: str) -> Sent:
    """Return a form of the public as it came."""
    return Sent(
        said=fields(request),
        respondent=respondent(request),
        address=request.META.get("REMOTE_ADDR", ""),
        trap=request.POST.get(TRAP, ""),
        seconds=age(text=request.POST.get(BEGUN, ""), purpose=purpose) if respondent(request) else None,
    )


def fields(request: HttpRequest, /) -> Mapping[str, Sequence[str]]:
    """Return the fields of a form."""
    return {name: request.POST.getlist(name) for name in request.POST}


def respondent(request: HttpRequest, /) -> str:
    """Return what stands for the account, or for the browser until it is closed; empty for a browser not seen before."""
    account = card_of_request(request).account_id
    if account:
        return f"account:{account}"
    token = request.get_signed_cookie(COOKIE, default="", salt=SALT)
    return f"browser:{token}" if token else ""


def known_again(request: HttpRequest, answer: HttpResponse, /) -> HttpResponse:
    """Give a browser without an account a random token, so that it is known again; it ends with the browser's session."""
    if not respondent(request):
        answer.set_signed_cookie(
            COOKIE, token_urlsafe(TOKEN_BYTES), salt=SALT, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return answer


def require_person(request: HttpRequest, /, *, purpose: str) -> None:
    """Raise SpamError for a form with a filled trap, or sent faster or later than a person would."""
    require_human(trap=request.POST.get(TRAP, ""), seconds=age(text=request.POST.get(BEGUN, ""), purpose=purpose))
