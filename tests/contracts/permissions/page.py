"""Writes ``docs/operators/permissions.md`` from the expectations of the matrix: ``python -m tests.contracts.permissions.page``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.permissions.calls import Shows
from tests.contracts.permissions.expected import DOORS, GROUNDS, LETTERS, OTHER, OWN, VISITORS, WAITING
from tests.contracts.permissions.routes import CALLS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "operators" / "permissions.md"
HEAD = """# 谁可以看什么 · Who may see what

由 `python -m tests.contracts.permissions.page` 根据权限矩阵测试写成，请勿手改；测试保证它与系统一致。 ·
Written by `python -m tests.contracts.permissions.page` from the tests of the permission matrix, which hold it to the system; do not edit.

每个角色对每个地址、每类数据集都真实访问一遍；答复、响应头、搜索、计数、提示、导出、错误文字中都不得出现无权看到的内容。 ·
Every role calls every address for datasets of every kind; no answer, header, search, count, suggestion, export or error holds what may not be seen.

✓ 可见 open · ✗ 拒绝并说明原因 refused, with the reason · – 如同不存在 as if it did not exist

"""
FOOT = """
## 撤回与暂停 · Withdrawal and suspension

撤回或暂停提交后两秒内，所有接口都不再提供数据、不再列出该数据集；带旧 ETag 的请求也不会得到 304。不依赖搜索索引的进度。
恢复发布后一切如前。已经开始的下载会传完；已下载的副本不在系统控制之内。OAI-PMH 只以标识说明记录已删除。 ·
Within two seconds of a withdrawal or suspension no interface serves the rows or lists the dataset; an old ETag is not answered with 304. This does not
wait for the search index. Publishing again brings everything back. A download that has begun runs to its end, and copies already taken are beyond us.
OAI-PMH tells, by the id alone, that a record is deleted.

更早时刻（`as_of`）按现在的开放属性判断；首次发布之前的内容只有本部门和数据主管部门可见。 ·
An earlier moment (`as_of`) is judged by how open the dataset is now; what it said before it was first published only its department and the authority see.
"""
KINDS = {
    "draft": "草稿 draft",
    "open": "无条件开放 open",
    "conditional": "有条件开放 conditional",
    "closed": "不予开放 closed",
    "suspended": "已暂停 suspended",
    "withdrawn": "已撤回 withdrawn",
    "pending": "有待发布的提交 with a submission that waits",
    "open_other": "其他部门已开放 open, of another department",
    "draft_other": "其他部门草稿 draft of another department",
}
PEOPLE = {
    VISITORS: "公众、运维、系统·审计·安全管理员 public, operator, administrators",
    OTHER: "其他部门人员 staff of another department",
    OWN: "本部门人员 staff of the department",
    ("authority",): "数据主管部门 data authority",
    ("officer_own", "reviewer_own"): "本部门管理员、审核员 officers and reviewers of the department",
    ("officer_other", "reviewer_other"): "其他部门管理员、审核员 officers and reviewers of another department",
    ("write_key_own",): "本部门写入密钥 key to write, of the department",
    ("write_key_other",): "其他部门写入密钥 key to write, of another department",
}
ROLES = {
    "officer_own": "本部门管理员 officer of the department",
    "reviewer_own": "本部门审核员 reviewer of the department",
    "write_key_own": "本部门写入密钥 its key to write",
    "read_key_own": "本部门只读密钥 its key to read",
    "read_key_other": "其他部门只读密钥 key to read of another",
    "officer_other": "其他部门管理员 officer of another",
    "reviewer_other": "其他部门审核员 reviewer of another",
    "write_key_other": "其他部门写入密钥 key to write of another",
    "authority": "数据主管部门 data authority",
    "citizen": "公众用户 citizen",
    "operator": "运维人员 operator",
    "system_admin": "系统管理员 system administrator",
    "audit_admin": "审计管理员 audit administrator",
    "security_admin": "安全管理员 security administrator",
}
SHOWN = {
    Shows.ENTRY: "目录信息（凭地址） · The entry, by its address",
    Shows.ROWS: "数据内容 · The rows, and anything made of them",
    Shows.TILES: "看板（各块按读者权限读取） · Dashboards: the page; each tile shows only what its reader may see",
    Shows.LIST: "列表、搜索、计数、提示 · Lists, searches, counts, suggestions",
    Shows.PUBLISHED: "以其他标准描述（对任何人都按公众可见范围） · In the standards of others: what the public sees, whoever asks",
    Shows.SENDING: "程序写入 · Writing by programs",
    Shows.RUNNING: "暂停、撤回 · Suspending and withdrawing",
}
DOOR_NAMES = {
    Shows.JOB: "提交的进度（程序） · a submission, for programs",
    Shows.SUBMISSION: "提交页面 · pages of a submission",
    Shows.DESCRIBING: "填写目录与字典 · its entry and dictionary",
    Shows.DECIDING: "审核决定 · the decision of a review",
    Shows.EXEMPTING: "个人信息豁免 · exempting personal data",
    Shows.UPLOADING: "分段上传 · uploads in pieces",
    Shows.WORKBENCH: "工作台 · the workbench",
    Shows.UPLOAD: "提交文件 · handing in a file",
    Shows.CATALOGUE: "目录模板 · the reporting template",
    Shows.SHARING: "申请共享 · asking another department to share",
    Shows.HARVEST: "采集 · harvests",
    Shows.OFFICE: "答复校核与差异、保存拼接 · answering corrections and discrepancies, keeping joins",
    Shows.FORWARDING: "转交校核申请 · forwarding corrections",
    Shows.REVIEWER: "部门审核员的决定 · decisions of a department's reviewer",
    Shows.REVIEWING: "审核决定 · decisions of reviewers",
    Shows.APPS: "审核应用 · reviewing apps of the gallery",
    Shows.TRANSFERS: "节点交换 · transfers of nodes",
    Shows.LOGGED: "节点交换（程序） · transfers of nodes, for programs",
    Shows.RETURNS: "回流数据 · returned rows",
    Shows.OPERATING: "运维页面 · the operators' pages",
    Shows.AUDITING: "审计 · the audit trail",
    Shows.MINE: "我的账号 · one's own place",
    Shows.NOTHING: "与数据集无关 · nothing of any dataset",
}
SIGNS = {"O": "✓", "R": "✗", "H": "–"}


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def page() -> str:
    """Return the page's text."""
    parts = [HEAD, *(_of_datasets(shows) for shows in SHOWN), _doors(), _routes(), FOOT]
    return "".join(parts)


def _of_datasets(shows: Shows) -> str:
    lines = [
        f"## {SHOWN[shows]}\n\n",
        _row(("", *(KINDS[name] for name in GROUNDS))),
        _row(["---"] * (len(GROUNDS) + 1)),
    ]
    for names, letters in LETTERS[shows].items():
        lines.append(_row((_people(names), *(SIGNS[letter] for letter in letters))))
    return "".join(lines) + "\n"


def _people(names: tuple[str, ...]) -> str:
    everybody = len(names) == len(VISITORS) + len(OTHER) + len(OWN) + 1
    return PEOPLE.get(names, "所有人 everybody" if everybody else "其他所有人 everybody else")


def _names(names: tuple[str, ...]) -> str:
    return " · ".join(ROLES[name] for name in names)


def _doors() -> str:
    lines = ["## 入口 · Doors\n\n", _row(("页面 page", "可进入者 who may")), _row(("---", "---"))]
    for shows, found in WAITING.items():
        open_to = tuple(name for names, letter in found.items() if letter == "O" for name in names)
        lines.append(_row((DOOR_NAMES[shows], _names(open_to))))
    lines += [_row((DOOR_NAMES[shows], _open_to(shows, names))) for shows, names in DOORS.items()]
    return "".join(lines) + "\n"


def _open_to(shows: Shows, names: tuple[str, ...]) -> str:
    return "所有人 everybody" if shows is Shows.NOTHING else _names(names)


def _routes() -> str:
    """Return which routes show what: the groups above, with every route once."""
    lines = ["## 地址 · Addresses\n\n", _row(("内容 what is shown", "地址 addresses")), _row(("---", "---"))]
    for shows in Shows:
        places = dict.fromkeys(_told(call.method, call.route) for call in CALLS if call.shows is shows)
        lines.append(_row(((SHOWN | DOOR_NAMES)[shows], "<br>".join(places))))
    return "".join(lines)


def _told(method: str, route: str) -> str:
    plain = route.replace("|", "\\|")
    return f"`{plain}`" if method == "GET" else f"{method} `{plain}`"


def _row(cells: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    import django  # a command: settings come from the environment of this process

    django.setup()
    sys.exit(main())
