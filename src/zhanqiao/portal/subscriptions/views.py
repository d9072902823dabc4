"""Pages of subscriptions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanqiao.core_services.following import operations as following
from zhanqiao.core_services.following.rules import FollowRefusedError, Rhythm
from zhanqiao.data_center.storage.queries import QueryError
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.subscriptions import queries
from zhanqiao.portal.subscriptions.forms import FollowForm, WebhookForm

UNPROCESSABLE = 422
LONGEST_PAGE = 6  # digits of a page's number


@access(Action.use_my_place)
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List my subscriptions and what I was told."""
    return _page(request, "home", queries.home_page(card=card_of_request(request)))


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask whether I want to subscribe to a search, a department, a dashboard or a contest, or begin."""
    me = card_of_request(request)
    given = request.POST if request.method == "POST" else request.GET
    page = queries.new_page(subject=given.get("subject", ""), key=given.get("key", "").lstrip("?"), card=me)
    if request.method != "POST":
        return redirect("subscriptions:one", page["there"].id) if page["there"] else _page(request, "new", page)
    made = following.follow_subject(account_id=me.actor, subject=page["subject"], key=page["key"], at=now())
    messages.success(request, gettext("You are subscribed."))
    return redirect("subscriptions:one", made)


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, follow_id: int) -> HttpResponse:
    """Show how a subscription of mine tells, or keep what I chose."""
    page = queries.one_page(follow_id=follow_id, card=card_of_request(request))
    form = FollowForm(request.POST or None, follow=page["line"].card, tables=page["tables"], webhooks=page["webhooks"])
    if not form.is_valid():
        return _page(request, "one", page | {"form": form}, status=UNPROCESSABLE if form.errors else 200)
    try:
        _revise(request, follow_id, form.cleaned_data, page)
    except (FollowRefusedError, QueryError) as error:
        form.add_error("where" if "where" in form.fields else None, _said(error.text))
        return _page(request, "one", page | {"form": form}, status=UNPROCESSABLE)
    messages.success(request, gettext("Your choice is kept."))
    return redirect("subscriptions:home")


@access(Action.use_my_place)
@require_POST
def pause(request: HttpRequest, follow_id: int) -> HttpResponse:
    """Let a subscription of mine rest, or go on."""
    rest = request.POST.get("rest") != "no"
    following.pause(follow_id=follow_id, account_id=card_of_request(request).actor, rest=rest, at=now())
    return redirect("subscriptions:home")


@access(Action.use_my_place)
@require_POST
def end(request: HttpRequest, follow_id: int) -> HttpResponse:
    """End a subscription of mine."""
    following.end_follow(follow_id=follow_id, account_id=card_of_request(request).actor, at=now())
    messages.success(request, gettext("The subscription has ended."))
    return redirect("subscriptions:home")


@access(Action.use_my_place)
@never_cache
@require_safe
def news(request: HttpRequest, news_id: str) -> HttpResponse:
    """Show what I was told, with the rows."""
    given = request.GET.get("page", "1")
    number = int(given) if given.isdecimal() and len(given) < LONGEST_PAGE else 1
    language = get_language() or "zh-hans"
    page = queries.news_page(news_id=news_id, page=number, card=card_of_request(request), language=language)
    return _page(request, "news", page)


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show the programs I have told, or make one known and show its secret once."""
    form, me = WebhookForm(request.POST or None), card_of_request(request)
    secret = ""
    if form.is_valid():
        try:
            _, secret = following.make_webhook(account_id=me.actor, url=form.cleaned_data["url"], at=now())
        except FollowRefusedError as error:
            form.add_error("url", _said(error.text))
    page = queries.webhooks_page(card=me) | {"form": WebhookForm() if secret else form, "secret": secret}
    return _page(request, "webhooks", page, status=UNPROCESSABLE if form.errors else 200)


@access(Action.use_my_place)
@require_POST
def end_webhook(request: HttpRequest, webhook_id: str) -> HttpResponse:
    """Tell a program of mine no more."""
    following.end_webhook(webhook_id=webhook_id, account_id=card_of_request(request).actor, at=now())
    messages.success(request, gettext("The program is told no more."))
    return redirect("subscriptions:webhooks")


@access(Action.use_my_place)
@require_POST
def send_again(request: HttpRequest, message_id: str) -> HttpResponse:
    """Give a message that was given up another round of tries."""
    following.send_message_again(message_id=message_id, account_id=card_of_request(request).actor, at=now())
    messages.success(request, gettext("The message is on its way again."))
    return redirect("subscriptions:webhooks")


def _revise(request: HttpRequest, follow_id: int, typed: dict[str, Any], page: dict[str, Any]) -> None:
    tables = page["tables"]
    following.revise(
        follow_id=follow_id,
        account_id=card_of_request(request).actor,
        rhythm=Rhythm(typed["rhythm"]),
        by_mail=typed["by_mail"],
        webhook_id=typed.get("webhook", ""),
        filter_table=typed.get("table") or (tables[0].id if tables else ""),
        where=typed.get("where", ""),
        at=now(),
    )


def _said(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


def _page(request: HttpRequest, name: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"subscriptions/{name}.html", page | {"section": "my_place"}, status=status)
