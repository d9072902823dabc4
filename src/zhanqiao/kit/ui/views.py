"""The gallery of components, and the visitor's choice of theme and type size."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from zhanqiao.kit.routes import public
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import Pages
from zhanqiao.kit.ui.preferences import ELDER_COOKIE, THEME_COOKIE, THEMES, YEAR

ICONS = ("search", "download", "database", "table-2", "building-2", "calendar-clock", "map-pin", "code-xml")
OPTIONS = (
    {"value": "6", "label": "交通运输 Transport", "count": 128, "chosen": True},
    {"value": "10", "label": "生态环境 Environment", "count": 64, "chosen": False},
)
STEPS = (
    {
        "state": Text("材料审查中", "materials being checked"),
        "at": datetime(2026, 11, 26, 2, tzinfo=UTC),
        "office": Text("数据主管部门", "data authority"),
    },
    {
        "state": Text("不予同意", "refused"),
        "at": datetime(2026, 12, 3, 2, tzinfo=UTC),
        "office": Text("交通运输局", "Transport Bureau"),
        "reason": "用途不明确",
    },
)
CLOCKS = tuple(
    {
        "light": light,
        "light_name": name,
        "duty": {"name": Text("材料规范性审查", "Check of completeness")},
        "due": {"on": date(2026, 12, 3)},
        "explanation": (Text("自11月26日起5个工作日", "5 working days from 26 November"),),
    }
    for light, name in (
        ("green", Text("正常", "In time")),
        ("yellow", Text("即将到期", "Nearly due")),
        ("red", Text("已超期", "Overdue")),
    )
)


@require_GET
@public(reason="shows components, no data")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in both themes."""
    shown = {"themes": THEMES, "icons": ICONS, "options": OPTIONS, "pages": Pages(number=5, count=48)}
    return render(request, "ui/gallery.html", shown | {"steps": STEPS, "clocks": CLOCKS})


@csrf_exempt  # it changes nothing but the look of the visitor's own pages; a token would cost every page a cookie
@require_POST
@public(reason="everybody may choose how their own pages look")
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the chosen ``theme`` or ``elder`` and return to the page it was chosen on."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    for name, known in ((THEME_COOKIE, THEMES), (ELDER_COOKIE, ("1",))):
        if name in request.POST:
            chosen = request.POST[name]
            age = YEAR if chosen in known else 0  # anything else forgets the choice
            answer.set_cookie(name, chosen if age else "", max_age=age, samesite="Lax")
    return answer
