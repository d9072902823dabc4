"""Holding to the decisions: ``require`` in code, ``access`` and ``public`` on every route."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.routes import RouteAccess, public
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations.uses import count_use
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import AccessCard, Action, Decision, Resource, decide

__all__ = ["ForbiddenError", "LoginRequiredError", "access", "public", "require"]

Arguments = ParamSpec("Arguments")
Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, Arguments], Response]


class LoginRequiredError(ZhanqiaoError):
    """Nobody is logged in, and the action needs somebody. Pages are sent to the login page."""

    status = 401
    code = "login-required"
    sentence = Text(
        zh="需要登录：{reason}什么都没有改变。请登录后重试。",
        en="This needs a login: {reason} Nothing was changed. Log in and try again.",
    )

    def __init__(self, *, decision: Decision, action: Action) -> None:
        """Say why in both languages."""
        super().__init__(action=action.value, reason="")
        self.text = _with_reason(self.sentence, decision.reason)


class ForbiddenError(ZhanqiaoError):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    sentence = Text(
        zh="没有权限：{reason}什么都没有改变。如需权限，请联系本部门管理员或数据主管部门。",
        en="This is not allowed: {reason} Nothing was changed. Ask your department or the data authority for the right.",
    )

    def __init__(self, *, decision: Decision, action: Action) -> None:
        """Say why in both languages."""
        super().__init__(action=action.value, reason="")
        self.text = _with_reason(self.sentence, decision.reason)


def require(*, card: AccessCard, action: Action, resource: Resource | None = None) -> None:
    """Return when ``card`` may do ``action``; otherwise raise what the decision's remedy says.

    LoginRequiredError (401), ForbiddenError (403), or NotFoundError (404) for what may not be known. What only a data
    grant allows is counted as its use: QuotaUsedError (429) when today's are used up.
    """
    decision = decide(card=card, action=action, resource=resource)
    if decision.allowed:
        if decision.right is not None and card.at is not None:
            count_use(right=decision.right, action=action, at=card.at)
        return
    if decision.remedy == "hidden":
        raise NotFoundError(what=resource.id if resource else "")
    if decision.remedy == "login":
        raise LoginRequiredError(decision=decision, action=action)
    raise ForbiddenError(decision=decision, action=action)


def access(action: Action, /) -> Callable[[View[Arguments, Response]], View[Arguments, Response]]:
    """Declare the action a route stands for, and require it before the view runs.

    The view still requires the action for the very object it is about.
    """

    def declare(view: View[Arguments, Response]) -> View[Arguments, Response]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
            require(card=card_of_request(request), action=action)
            return view(request, *args, **kwargs)

        guarded.access = RouteAccess(action=action)  # type: ignore[attr-defined]  # - functions take attributes; the route test reads it
        return guarded

    return declare


def _with_reason(sentence: Text, reason: Text) -> Text:
    return Text(zh=sentence.zh.format(reason=reason.zh), en=sentence.en.format(reason=reason.en))
