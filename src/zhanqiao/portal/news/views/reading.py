"""The list, its feed, one article, a question before an interview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhanqiao.core_services.news import operations
from zhanqiao.core_services.surveys.rules import require_human
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.begun import age, begun
from zhanqiao.kit.ui.feeds import atom
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.news import queries

REASON = "what offices released is for everybody; datasets are named to who may see them"


@require_safe
@public(reason=REASON)
def articles(request: HttpRequest) -> HttpResponse:
    """List the articles."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "department", "page")}
    return render(request, "news/list.html", queries.list_page(**asked))


@require_safe
@public(reason=REASON)
def feed(request: HttpRequest) -> HttpResponse:
    """Send the newest articles as a feed, or 304 to who has it already."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "department")}
    site = request.build_absolute_uri("/").rstrip("/")
    content = queries.news_feed(**asked, site=site, language=get_language() or "zh-hans")
    return atom(request, content)


@require_safe
@public(reason=REASON)
@never_cache
def article(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show an article."""
    return _page(request, article_id)


@access(Action.use_my_place)
@require_POST
def question(request: HttpRequest, article_id: str) -> HttpResponse:
    """Hand in a question for an interview."""
    text = request.POST.get("text", "")
    try:
        seconds = age(text=request.POST.get("begun", ""), purpose=article_id)
        require_human(trap=request.POST.get("website", ""), seconds=seconds)
        operations.ask_question(article_id=article_id, text=text, by=card_of_request(request).actor, at=now())
    except NotFoundError:
        raise
    except ZhanqiaoError as error:
        return _page(request, article_id, problem=error.text, text=text, status=error.status)
    messages.success(request, gettext("Your question is kept. It appears here when it is answered; you are told."))
    return redirect("news:article", article_id)


def _page(
    request: HttpRequest, article_id: str, *, problem: Text | None = None, text: str = "", status: int = 200
) -> HttpResponse:
    page = queries.article_page(article_id=article_id, card=card_of_request(request), at=now())
    shown = page | {"problem": problem, "text": text, "begun": begun(purpose=article_id)}
    return render(request, "news/article.html", shown, status=status)
