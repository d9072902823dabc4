"""What happens around calls of department nodes: the signature is verified first, and says whose call it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.core_services.exchange import operations as exchange
from zhanqiao.core_services.exchange.operations import NOT_SIGNED, Message, Signed, refused_signature
from zhanqiao.core_services.exchange.queries import NodeCard
from zhanqiao.kit.clock import now
from zhanqiao.people.access.queries import card_of_request, note_signer, secret_in
from zhanqiao.portal.open_service.endpoints.edges import View, guarded, require_method
from zhanqiao.portal.open_service.endpoints.serving import options, refused
from zhanqiao.portal.open_service.endpoints.writing import Change
from zhanqiao.portal.open_service.rules.parameters import checked
from zhanqiao.portal.open_service.rules.problems import SignatureRequiredError
from zhanqiao.portal.open_service.rules.writing import WRITING_BY_NAME, Writing, methods_of

INPUT = "Signature-Input"


@dataclass(frozen=True, slots=True)
class SignedChange(Change):
    """A call of a node: ``node`` and ``signed`` are None for a reader who showed an access key instead."""

    node: NodeCard | None = None
    signed: Signed | None = None


def receive_signed(name: str, /) -> Callable[[View], View]:
    """Serve the writing ``name`` of the registry by a view ``(request, change, **places)``; only GET also takes an access key."""
    writing = WRITING_BY_NAME[name]

    def wrap(view: View) -> View:
        @wraps(view)
        def served(request: HttpRequest, **places: str) -> HttpResponseBase:
            return guarded(
                request, call=lambda: _called(request, writing=writing, view=view, places=places), refuse=refused
            )

        # no token against forgery: a browser's cookies count for nothing here, only a signature or a key does
        served.csrf_exempt = True  # type: ignore[attr-defined]  # - functions take attributes
        return served

    return wrap


def _called(request: HttpRequest, *, writing: Writing, view: View, places: dict[str, str]) -> HttpResponseBase:
    methods = ", ".join(methods_of(path=writing.path))
    if request.method == "OPTIONS":
        return options(methods)
    if request.method != writing.method and not (request.method == "HEAD" and writing.method == "GET"):
        require_method(request, allowed=methods)
    node, signed = _admitted(request, writing)
    values = checked(declared=writing.parameters, given=dict(request.GET.lists()))
    checked(declared=writing.places, given={name: (text,) for name, text in places.items()})
    change = SignedChange(writing=writing, values=values, card=card_of_request(request), node=node, signed=signed)
    return view(request, change, **places)


def _admitted(request: HttpRequest, writing: Writing) -> tuple[NodeCard | None, Signed | None]:
    changes = writing.method != "GET"
    if not request.headers.get(INPUT):
        if changes or not secret_in(request):
            raise SignatureRequiredError
        return None, None
    try:
        address = _address(request)
    except DisallowedHost:
        raise refused_signature(reason=NOT_SIGNED) from None
    message = Message(request.method or "", address, dict(request.headers))
    node, signed = exchange.admit_call(message=message, with_content=changes, at=now())
    note_signer(request, account_id=node.account_id)
    return node, signed


def _address(request: HttpRequest) -> str:
    """Return the address as it was called: the query word for word, for it was signed so."""
    query = request.META.get("QUERY_STRING", "")
    return request.build_absolute_uri(request.path) + (f"?{query}" if query else "")
