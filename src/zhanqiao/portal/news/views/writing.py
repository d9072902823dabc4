"""News in the workbench: writing, releasing what somebody else wrote, correcting, withdrawing, answering the public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.news import operations
from zhanqiao.core_services.news.queries import ArticleCard, article_of_question
from zhanqiao.core_services.news.rules import ArticleRefusedError, ArticleWords, Kind
from zhanqiao.data_center.catalogue.queries import datasets_named
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.news import queries
from zhanqiao.portal.news.forms import ArticleForm, typed_of

UNPROCESSABLE = 422
LONGEST_NUMBER = 8  # digits
ACTS: dict[str, Callable[[str, HttpRequest, str, datetime], None]] = {
    "release": lambda article_id, request, by, at: operations.release_article(
        article_id=article_id, number=_number(request, "number"), revision=_number(request, "revision"), by=by, at=at
    ),
    "discard": lambda article_id, _, by, at: operations.discard_draft(article_id=article_id, by=by, at=at),
    "withdraw": lambda article_id, request, by, at: operations.withdraw_article(
        article_id=article_id, reason=request.POST.get("reason", ""), by=by, at=at
    ),
}
DECISIONS: dict[str, Callable[[str, dict[str, str], str, datetime], None]] = {
    "answer": lambda one, said, by, at: operations.answer_question(question_id=one, **said, by=by, at=at),
    "remove": lambda one, said, by, at: operations.remove_question(
        question_id=one, reason=said["answer"], by=by, at=at
    ),
}


@access(Action.hold_news)
@never_cache
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """List the articles of my departments."""
    return render(request, "news/held.html", queries.held_page(card=card_of_request(request)))


@access(Action.hold_news)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an article of a kind."""
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else Kind.NEWS
    departments = queries.departments_telling(card=card_of_request(request))
    return _written(request, ArticleForm(request.POST or None, kind=kind, departments=departments), article=None)


@access(Action.hold_news)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, article_id: str) -> HttpResponse:
    """Change a draft, or begin the next version of what is public."""
    found = queries.held_article(article_id=article_id, card=card_of_request(request))
    is_later = found.released_at is not None
    form = ArticleForm(request.POST or None, kind=found.kind, is_later=is_later, initial=typed_of(article=found))
    return _written(request, form, article=found)


@access(Action.hold_news)
@never_cache
@require_safe
def look(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show the newest version with what may be done with it."""
    return _look(request, article_id)


@access(Action.hold_news)
@require_POST
def act(request: HttpRequest, article_id: str, name: str) -> HttpResponse:
    """Release, discard or withdraw."""
    card = card_of_request(request)
    queries.held_article(article_id=article_id, card=card)
    if name not in ACTS:
        raise NotFoundError(what=name)
    try:
        ACTS[name](article_id, request, card.actor, now())
    except ZhanqiaoError as error:
        return _look(request, article_id, problem=error)
    messages.success(request, gettext("Done."))
    return redirect("news:look", article_id)


@access(Action.hold_news)
@require_POST
def decide(request: HttpRequest, article_id: str, question_id: str) -> HttpResponse:
    """Answer a question of the public, or do not take it up."""
    card, name, typed = card_of_request(request), request.POST.get("decision", ""), request.POST
    fields = {"answer": "words", "answer_en": "words_en", "text_en": "text_en"}
    said = {field: typed.get(name, "") for field, name in fields.items()}
    queries.held_article(article_id=article_id, card=card)
    if name not in DECISIONS or article_of_question(question_id=question_id) != article_id:
        raise NotFoundError(what=question_id)
    try:
        DECISIONS[name](question_id, said, card.actor, now())
    except ZhanqiaoError as error:
        return _look(request, article_id, problem=error, said={question_id: said})
    messages.success(request, gettext("Done."))
    return redirect("news:look", article_id)


def _written(request: HttpRequest, form: ArticleForm, *, article: ArticleCard | None) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, article, status=UNPROCESSABLE if form.errors else 200)
    datasets, missing = datasets_named(slugs=form.slugs())
    if missing:
        told = gettext("Not found among public datasets: %(slugs)s") % {"slugs": ", ".join(missing)}
        form.add_error("datasets", told)
        return _form(request, form, article, status=UNPROCESSABLE)
    try:
        made = _kept(form, form.words(datasets=datasets), article, card_of_request(request).actor)
    except ArticleRefusedError as error:
        form.told(error)
        return _form(request, form, article, status=error.status)
    except ZhanqiaoError as error:
        return _form(request, form, article, problem=error.text, status=error.status)
    messages.success(request, gettext("Kept. Somebody who did not write it releases it."))
    return redirect("news:look", made)


def _kept(form: ArticleForm, words: ArticleWords, article: ArticleCard | None, by: str) -> str:
    if article is None:
        department = form.cleaned_data["department"]
        return operations.write_article(kind=form.kind, department=department, words=words, by=by, at=now())
    operations.revise_article(article_id=article.id, words=words, by=by, at=now())
    return article.id


def _form(
    request: HttpRequest,
    form: ArticleForm,
    article: ArticleCard | None,
    *,
    problem: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    page = queries.form_page(kind=form.kind, article=article) | {"form": form, "problem": problem}
    return render(request, "news/form.html", page, status=status)


def _look(
    request: HttpRequest,
    article_id: str,
    *,
    problem: ZhanqiaoError | None = None,
    said: dict[str, dict[str, str]] | None = None,
) -> HttpResponse:
    page = queries.look_page(article_id=article_id, card=card_of_request(request), said=said or {})
    shown = page | {"problem": problem and problem.text, "reason": request.POST.get("reason", "")}
    return render(request, "news/look.html", shown, status=problem.status if problem else 200)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
