"""Pages of one's own place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of, card_of_request
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts.rules import Scope
from zhanqiao.people.mails import operations as mails
from zhanqiao.people.mails.queries import MailPlace, mail_place
from zhanqiao.people.mails.rules import KIND_NAMES
from zhanqiao.people.notices.operations import mark_read
from zhanqiao.portal.my_place import queries
from zhanqiao.portal.my_place.forms import AddressForm, KeyForm, LoginForm, PasswordForm, WaysForm


@public(reason="Whoever logs in is not logged in yet")
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Show the login form, or check it and lead on to where the visitor wanted to go."""
    form = LoginForm(request.POST or None)
    if not form.is_valid():
        card = card_of_request(request)
        return _login_page(request, form) if card.is_anonymous else redirect(_onward(request, card=card))
    try:
        account_id = accounts.log_in(**form.cleaned_data, at=now())
    except (accounts.WrongPasswordError, accounts.LoginLockedError) as error:
        return _login_page(request, form, error)
    accounts.begin_session(request=request, account_id=account_id, at=now())
    return redirect(_onward(request, card=card_of(account_id=account_id)))


@public(reason="Logging out must work whatever one may do")
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session and lead to the home page."""
    accounts.end_session(request=request, account_id=card_of_request(request).account_id, at=now())
    messages.success(request, gettext("You are signed out."))
    return redirect(resolve_url("home"))


@access(Action.use_my_place)
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show who I am, my roles, my language."""
    card = card_of_request(request)
    place = queries.place_of(card=card, at=now())
    may_audit = decide(card=card, action=Action.see_audit).allowed
    return render(request, "my_place/home.html", {"place": place, "may_audit": may_audit, "section": "my_place"})


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show what I was told, or mark it all as read."""
    me = card_of_request(request)
    if request.method == "POST":
        mark_read(account_id=me.actor, at=now())
        return redirect("my_place:notices")
    page = queries.notices_page(card=me)
    return render(request, "my_place/notices.html", page | {"section": "my_place"})


@access(Action.use_my_place)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language I am greeted in, and go on in it."""
    chosen, me = request.POST.get("language", ""), card_of_request(request).actor
    accounts.set_language(account_id=me, language=chosen, by=me, at=now())
    return redirect(translate_url(reverse("my_place:home"), chosen))


@access(Action.use_my_place)
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Show the password form, or change the password and stay logged in here."""
    form, me = PasswordForm(request.POST or None), card_of_request(request).actor
    if not form.is_valid():
        return _password_page(request, form)
    typed = form.cleaned_data
    try:
        accounts.change_password(account_id=me, present=typed["present"], new=typed["new"], by=me, at=now())
    except (accounts.WrongPasswordError, accounts.LoginLockedError, accounts.PasswordRefusedError) as error:
        return _password_page(request, form, error)
    accounts.keep_session(request=request, account_id=me)
    messages.success(request, gettext("Your password is changed. Other sessions of your account have ended."))
    return redirect("my_place:home")


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """Show my access keys, or make one and show its secret once."""
    form, me = KeyForm(request.POST or None), card_of_request(request)
    if not form.is_valid():
        return _keys_page(request, form)
    typed = form.cleaned_data
    scope = Scope(typed["scope"])
    try:
        _, secret = accounts.make_key(
            account_id=me.actor, name=typed["name"], scope=scope, days=typed["days"], by=me.actor, at=now()
        )
    except accounts.KeyRefusedError as error:
        return _keys_page(request, form, problem=error)
    return _keys_page(request, KeyForm(), secret=secret)


@access(Action.use_my_place)
@require_POST
def revoke_key(request: HttpRequest, *, key: str) -> HttpResponse:
    """Revoke one of my access keys."""
    me = card_of_request(request).actor
    accounts.revoke_key(key_id=key, account_id=me, by=me, at=now())
    messages.success(request, gettext("The key is revoked. Whoever shows it is refused from now on."))
    return redirect("my_place:keys")


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Show my mail address and how I am told of what, or keep what I chose."""
    me = card_of_request(request).actor
    place = mail_place(account_id=me)
    form = WaysForm(request.POST or None, ways=place.ways)
    if not (place.is_possible and form.is_valid()):
        return _mail_page(request, place, ways=form)
    mails.choose(account_id=me, ways=form.ways(), by=me, at=now())
    messages.success(request, gettext("Your choice is kept."))
    return redirect("my_place:mail")


@access(Action.use_my_place)
@require_POST
def mail_address(request: HttpRequest) -> HttpResponse:
    """Have a link sent to a new address."""
    form, me = AddressForm(request.POST), card_of_request(request).actor
    if not form.is_valid():
        return _mail_page(request, mail_place(account_id=me), form=form)
    try:
        mails.ask_address(account_id=me, address=form.cleaned_data["address"], by=me, at=now())
    except mails.AddressRefusedError as error:
        return _mail_page(request, mail_place(account_id=me), form=form, problem=error)
    messages.success(request, gettext("A mail with a link is on its way. Open the link within 24 hours."))
    return redirect("my_place:mail")


@access(Action.use_my_place)
@require_POST
def mail_removal(request: HttpRequest) -> HttpResponse:
    """Forget my mail address."""
    me = card_of_request(request).actor
    mails.remove_address(account_id=me, by=me, at=now())
    messages.success(request, gettext("Your mail address is forgotten."))
    return redirect("my_place:mail")


@access(Action.use_my_place)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_confirmation(request: HttpRequest, *, token: str) -> HttpResponse:
    """Ask whether this is my address, then put it in force: a program that opens links in mails confirms nothing."""
    me = card_of_request(request).actor
    if request.method != "POST":
        return render(request, "my_place/mail_confirmation.html", {"section": "my_place"})
    mails.confirm_address(account_id=me, token=token, by=me, at=now())
    messages.success(request, gettext("Your mail address is confirmed."))
    return redirect("my_place:mail")


@public(reason="Who gets a mail ends it without a login (RFC 8058); the signed link says which")
@csrf_exempt  # the program of a mailbox posts from elsewhere, without a page of ours
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, *, token: str) -> HttpResponse:
    """Show what a link ends, or end it."""
    found = mails.unsubscribe(token=token, at=now()) if request.method == "POST" else mails.unsubscribing(token=token)
    shown = {"kind": KIND_NAMES[found.kind] if found.kind else None, "is_over": found.is_over}
    return render(request, "my_place/unsubscribe.html", shown)


def _login_page(request: HttpRequest, form: LoginForm, problem: ZhanqiaoError | None = None) -> HttpResponse:
    back = request.POST.get("next", request.GET.get("next", ""))
    shown = {"form": form, "next": back, "demo": queries.demo_hint(), "problem": problem and problem.text}
    return render(request, "my_place/login.html", shown, status=_status(form, problem))


def _password_page(request: HttpRequest, form: PasswordForm, problem: ZhanqiaoError | None = None) -> HttpResponse:
    shown = {"form": form, "problem": problem and problem.text, "section": "my_place"}
    return render(request, "my_place/password.html", shown, status=_status(form, problem))


def _keys_page(
    request: HttpRequest, form: KeyForm, *, problem: ZhanqiaoError | None = None, secret: str = ""
) -> HttpResponse:
    held = queries.keys_of(card=card_of_request(request), at=now())
    shown = {"form": form, "keys": held, "secret": secret, "problem": problem and problem.text, "section": "my_place"}
    return render(request, "my_place/keys.html", shown, status=_status(form, problem))


def _mail_page(
    request: HttpRequest,
    place: MailPlace,
    *,
    ways: WaysForm | None = None,
    form: AddressForm | None = None,
    problem: ZhanqiaoError | None = None,
) -> HttpResponse:
    shown = {"place": place, "ways": ways or WaysForm(ways=place.ways), "form": form or AddressForm()}
    status = _status(form or ways or AddressForm(), problem)
    page = {**shown, "problem": problem and problem.text, "section": "my_place"}
    return render(request, "my_place/mail.html", page, status=status)


def _status(form: LoginForm | PasswordForm | KeyForm | AddressForm | WaysForm, problem: ZhanqiaoError | None) -> int:
    return problem.status if problem else 422 if form.errors else 200


def _onward(request: HttpRequest, *, card: AccessCard) -> str:
    """Return the page that was asked for before the login, or the account's first page.

    Who signs in on an English page goes on in English; otherwise the account's own language counts.
    """
    back = request.POST.get("next", request.GET.get("next", ""))
    if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return back
    first = reverse("workbench:home" if decide(card=card, action=Action.use_workbench).allowed else "my_place:home")
    return first if get_language() == "en" else translate_url(first, card.language)
