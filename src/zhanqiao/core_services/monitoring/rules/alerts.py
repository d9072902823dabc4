"""When somebody is told: thresholds on checks and counters. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

NOBODY = Text("", "")


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold: the alert is raised while the value is above it (``below``: under it)."""

    name: str
    limit: float
    label: Text
    text: Text
    below: bool = False

    def is_met(self, value: float, /) -> bool:
        """Say whether the value calls for an alert."""
        return value < self.limit if self.below else value > self.limit


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a rule is held against. ``subject`` tells apart several of one rule, such as departments."""

    rule: str
    value: float
    subject: str = ""
    subject_text: Text = NOBODY


RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "disk", 10.0, Text("磁盘剩余（%）", "Free disk space (%)"),
            Text("磁盘只剩 {value:.1f}% 可用（低于 {limit:g}%）。", "{value:.1f}% of the disk is free (less than {limit:g}%)."), below=True,
        ),
        Rule(
            "queue", 100.0, Text("等待的任务数", "Jobs that wait"),
            Text("{value:.0f} 个任务在等待（超过 {limit:g}）。", "{value:.0f} jobs wait (more than {limit:g})."),
        ),
        Rule(
            "failed_jobs", 0.0, Text("一小时内失败的任务", "Jobs failed within an hour"),
            Text("过去一小时有 {value:.0f} 个任务失败。", "{value:.0f} jobs failed within the last hour."),
        ),
        Rule(
            "errors", 2.0, Text("服务端错误率（%）", "Server errors (%)"),
            Text("过去五分钟 {value:.1f}% 的请求以服务端错误结束（超过 {limit:g}%）。",
                 "{value:.1f}% of requests of the last five minutes ended in a server error (more than {limit:g}%)."),
        ),
        Rule(
            "worker", 60.0, Text("后台进程无响应（秒）", "Silence of the job process (s)"),
            Text("后台任务进程 {value:.0f} 秒没有响应。", "The job process gave no sign of life for {value:.0f} s."),
        ),
        Rule(
            "checks", 0.0, Text("失败的检查", "Failed checks"),
            Text("检查未通过：{subject_zh}。", "A check failed: {subject_en}."),
        ),
        Rule(
            "punctuality", 0.0, Text("超期未更新的数据集", "Datasets past their promised update"),
            Text("{subject_zh}有 {value:.0f} 个数据集超过承诺的更新周期。",
                 "{value:.0f} datasets of {subject_en} are past their promised update."),
        ),
        Rule(
            "links", 0.0, Text("失效的链接", "Broken links"),
            Text("{value:.0f} 个链接连续失效。", "{value:.0f} links are broken, again and again."),
        ),
        Rule(
            "mails", 0.0, Text("一天内未送达的邮件", "Mails lost within a day"),
            Text("过去一天有 {value:.0f} 封发给账号的邮件没有送达。", "{value:.0f} mails to accounts did not arrive within the last day."),
        ),
        Rule(
            "backup", 48.0, Text("距上次备份（小时）", "Hours since the last backup"),
            Text("已有 {value:.0f} 小时没有备份。", "There was no backup for {value:.0f} hours."),
        ),
        Rule("test", 0.0, Text("演练", "Test"), Text("这是告警演练，无需处理。", "This is a test of alerts; nothing need be done.")),
    )
}  # fmt: skip


class AlertLimitError(ZhanqiaoError):
    """A threshold of the settings cannot be read; nothing was started."""

    status = 500
    code = "alert-limit-invalid"
    sentence = Text(
        zh="设置 ZHANQIAO_ALERT_LIMITS 中的“{text}”无效，应为“规则=数值”，规则有：{known}。",
        en="'{text}' in ZHANQIAO_ALERT_LIMITS is not 'rule=number'; the rules are: {known}.",
    )


def rules_with(*, limits: str) -> Mapping[str, Rule]:
    """Return the rules with thresholds of a text such as ``disk=5,queue=500``. Raises AlertLimitError."""
    changed = dict(RULES)
    for part in filter(None, (each.strip() for each in limits.split(","))):
        name, _, number = part.partition("=")
        try:
            rule = RULES[name.strip()]
            changed[rule.name] = Rule(rule.name, float(number), rule.label, rule.text, rule.below)
        except (KeyError, ValueError):
            raise AlertLimitError(text=part, known=", ".join(RULES)) from None
    return changed


def told(*, rule: Rule, reading: Reading) -> Text:
    """Return what an alert says."""
    words = {"subject_zh": reading.subject_text.zh, "subject_en": reading.subject_text.en}
    return rule.text.filled(value=reading.value, limit=rule.limit, **words)
