"""Against programs that fill in forms, without any outside service: a field no person sees, a time no person is faster than, counts."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SECONDS_AT_LEAST = 3
SECONDS_AT_MOST = 12 * 3_600
ANSWERS_AN_HOUR = 30  # of one network address: a household, a school's gateway


class SpamError(ZhanqiaoError):
    """The form was sent as a program would; nothing was kept."""

    status = 422
    code = "form-by-program"
    sentence = Text(
        zh="没有提交：表单填得太快、放了太久，或由程序填写。请刷新页面后重新提交。",
        en="Nothing was sent: the form was filled in too fast, was left too long, or was filled in by a program. Reload the page and send it again.",
    )


class SecondAnswerError(ZhanqiaoError):
    """This account or browser answered before; the first answer stays."""

    status = 409
    code = "survey-answered"
    sentence = Text(
        zh="您已经回答过这份问卷，先前的答卷已保留。", en="You answered this survey before; that answer is kept."
    )


class TooManyAnswersError(ZhanqiaoError):
    """Too many answers came from one network address within an hour; this one was not kept."""

    status = 429
    code = "survey-too-many"
    sentence = Text(
        zh="这个网络一小时内提交的答卷太多，这一份没有保存。请稍后再试。",
        en="Too many answers came from this network within an hour; this one was not kept. Try again later.",
    )


def require_human(*, trap: str, seconds: float | None) -> None:
    """Raise SpamError for a filled trap, or a form whose age in seconds is unknown, too small or too large."""
    if trap or seconds is None or not SECONDS_AT_LEAST <= seconds <= SECONDS_AT_MOST:
        raise SpamError
