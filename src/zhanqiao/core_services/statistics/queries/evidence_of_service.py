"""Evidence for readiness and service: what a visitor can do on this site, each at an address."""

from __future__ import annotations

from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.data_requests.rules import OpeningSort, OpeningState
from zhanqiao.core_services.statistics.queries.city import City
from zhanqiao.core_services.statistics.queries.planning import plan_lines
from zhanqiao.core_services.statistics.rules import Evidence, Proof
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.kit.texts import Text

COUNTED = Text("逐个核对已发布的目录", "each published entry was looked at")
TWO = 2


def standards(city: City) -> Evidence | None:
    """Data elements that are published."""
    del city
    found = metadata.elements()
    if not found:
        return None
    first = found[0].element
    return Evidence(
        len(found),
        Text(f"{len(found)} 个数据元，{len(metadata.code_lists())} 个代码表", f"{len(found)} elements, {len(metadata.code_lists())} code lists"),
        Text("统计公开的数据元", "public elements were counted"),
        (Proof("/standards/", first.key),),
    )  # fmt: skip


def plan(city: City) -> Evidence | None:
    """Lines of the opening plan."""
    found = plan_lines(at=city.at)
    if not found:
        return None
    return Evidence(
        1, Text(f"计划 {len(found)} 项", f"{len(found)} lines"), Text("统计公开的计划", "the public plan was counted"),
        (Proof("/statistics/plan/", found[0].title),),
    )  # fmt: skip


def listed(city: City) -> Evidence | None:
    """The list as a workbook."""
    if not city.datasets:
        return None
    said = Text(f"清单含 {len(city.datasets)} 个数据集", f"the list holds {len(city.datasets)} datasets")
    return Evidence(1, said, COUNTED, (Proof("/datasets/open-list.xlsx", "PK"),))


def search(city: City) -> Evidence | None:
    """A search that finds a dataset by its own title."""
    if not city.datasets:
        return None
    one = city.datasets[0]
    path = f"/datasets/?theme={one.theme.code}&department={one.department.key}"
    said = Text("按名称、主题、部门都能找到", "found by title, theme and department")
    return Evidence(1, said, COUNTED, (Proof(path, _title(one)),))


def preview(city: City) -> Evidence | None:
    """The rows of an open dataset on its page."""
    return _share(city, "data/", Text("可在线查看的", "readable on the site"))


def conditional_preview(city: City) -> Evidence | None:
    """Conditions and columns of conditional datasets."""
    told = [one for one in city.conditional if one.entry.open_condition]
    if not told:
        return None
    said = _of(
        len(told),
        len(city.conditional),
        Text("有条件开放的数据集写明条件", "conditional datasets state their condition"),
    )
    return Evidence(
        len(told) / len(city.conditional), said, COUNTED, (Proof(_page(told[0]), told[0].entry.open_condition),)
    )


def free_download(city: City) -> Evidence | None:
    """Downloads of open datasets, asked for without a login."""
    if not city.open:
        return None
    unconditional = [one for one in city.own if one.entry.open_type == "unconditional"]
    table = city.open[0].tables[0]
    proofs = (
        Proof(f"{_page(city.open[0])}downloads/", f"/api/v1/tables/{table.id}/export.csv"),
        Proof(f"/api/v1/tables/{table.id}/export.csv", table.fields[0].name),
    )
    said = _of(
        len(city.open), len(unconditional), Text("无条件开放的数据集可免登录下载", "open datasets can be downloaded")
    )
    return Evidence(min(1.0, len(city.open) / max(1, len(unconditional))), said, COUNTED, proofs)


def application(city: City) -> Evidence | None:
    """Decided applications that are public."""
    del city
    found, total = requests.application_results(limit=1, offset=0)
    if not found:
        return None
    said = Text(f"公开 {total} 项申请结果", f"{total} results are public")
    how = Text("统计公开的申请结果", "public results were counted")
    return Evidence(1, said, how, (Proof("/requests/results/", found[0].title.zh),))


def answered(city: City) -> Evidence | None:
    """Requests for data that were answered."""
    del city
    all_, total = requests.opening_cards(words="", sort=OpeningSort.ANSWERED, limit=1)
    _, done = requests.opening_cards(words="", sort=OpeningSort.ANSWERED, state=OpeningState.ANSWERED, limit=1)
    if not done:
        return None
    said = _of(done, total, Text("需求已答复", "requests were answered"))
    how = Text("统计公开的需求", "public requests were counted")
    return Evidence(done / total, said, how, (Proof(f"/requests/{all_[0].id}/", all_[0].title),))


def contact(city: City) -> Evidence | None:
    """Datasets with a contact."""
    found = [one for one in city.own if one.email or one.phone]
    if not found:
        return None
    said = _of(len(found), len(city.own), Text("数据集公布联系方式", "datasets name a contact"))
    return Evidence(
        len(found) / len(city.own), said, COUNTED, (Proof(_page(found[0]), found[0].email or found[0].phone),)
    )


def subscription(city: City) -> Evidence | None:
    """The feed of changed rows of an open dataset."""
    changed = [one for one in city.open if any(table.release_number >= TWO for table in one.tables)]
    if not changed:
        return None
    said = Text("数据集的变化可订阅（Atom、邮件、Webhook）", "changes can be subscribed to (Atom, mail, webhooks)")
    how = Text("读取一个更新过的数据集的订阅源", "the feed of an updated dataset was looked up")
    return Evidence(1, said, how, (Proof(f"{_page(changed[0])}changes.atom", _title(changed[0])),))


def _share(city: City, tab: str, what: Text) -> Evidence | None:
    if not city.open:
        return None
    whole = [one for one in city.own if one.entry.open_type == "unconditional"]
    said = _of(len(city.open), len(whole), Text(f"无条件开放的数据集{what.zh}", f"open datasets are {what.en}"))
    return Evidence(
        min(1.0, len(city.open) / max(1, len(whole))),
        said,
        COUNTED,
        (Proof(f"{_page(city.open[0])}{tab}", _title(city.open[0])),),
    )


def _of(part: int, whole: int, what: Text) -> Text:
    return Text(f"{whole} 个中 {part} 个{what.zh}", f"{part} of {whole} {what.en}")


def _page(dataset: DatasetCard) -> str:
    return f"/datasets/{dataset.slug}/"


def _title(dataset: DatasetCard) -> str:
    return dataset.title.zh
