"""Drafts that are laid open: the list, one draft with what became of the opinions, giving one."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhanqiao.core_services.consultations import operations as consultations
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.interaction import sending
from zhanqiao.portal.interaction.queries import consultations as pages


@require_safe
@public(reason="drafts that are laid open are for everybody")
def consultation_list(request: HttpRequest) -> HttpResponse:
    """List the consultations."""
    return render(request, "interaction/consultations.html", pages.consultations_page(at=now()))


@require_safe
@public(reason="drafts that are laid open are for everybody, opinions are published without who gave them")
@never_cache
def consultation(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Show a draft."""
    return _page(request, consultation_id)


@require_safe
@public(reason="files that lie open with a draft are for everybody, before that for its office")
@never_cache
def consultation_file(request: HttpRequest, consultation_id: str, file_id: str) -> FileResponse:
    """Send a file, to be kept and not shown by the browser."""
    card, at = card_of_request(request), now()
    found, path = pages.attached_file(consultation_id=consultation_id, file_id=file_id, card=card, at=at)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@access(Action.use_my_place)
@require_POST
def opinion(request: HttpRequest, consultation_id: str) -> HttpResponse:
    """Give an opinion."""
    text = request.POST.get("text", "")
    try:
        sending.require_person(request, purpose=consultation_id)
        by = card_of_request(request).actor
        consultations.give_opinion(consultation_id=consultation_id, text=text, by=by, at=now())
    except NotFoundError:
        raise
    except ZhanqiaoError as error:
        return _page(request, consultation_id, problem=error.text, text=text, status=error.status)
    messages.success(request, gettext("Your opinion is kept. You are told what becomes of it."))
    return redirect("interaction:consultation", consultation_id)


def _page(
    request: HttpRequest, consultation_id: str, *, problem: Text | None = None, text: str = "", status: int = 200
) -> HttpResponse:
    page = pages.consultation_page(consultation_id=consultation_id, card=card_of_request(request), at=now())
    shown = page | {"problem": problem, "text": text, "begun": sending.begun(purpose=consultation_id)}
    return render(request, "interaction/consultation.html", shown, status=status)
