"""Evidence for data and use: counted over the published datasets, each with an example that can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Sum

from zhanqiao.core_services.statistics.models import DayUse
from zhanqiao.core_services.statistics.queries.city import City
from zhanqiao.core_services.statistics.rules import Evidence, Proof
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue import rules as catalogue_rules
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

COUNTED = Text("统计已发布的数据集", "published datasets were counted")
YEAR = timedelta(days=365)


def datasets(city: City) -> Evidence | None:
    """Open datasets that hold rows."""
    number = len(city.open)
    said = Text(f"{number:,} 个有数据的开放数据集", f"{number:,} open datasets with rows")
    return Evidence(number, said, COUNTED, _proof(city, "", lambda one: one.title.zh))


def capacity(city: City) -> Evidence | None:
    """Rows times columns of an open dataset on average."""
    if not city.open:
        return None
    mean = sum(table.rows * len(table.fields) for one in city.open for table in one.tables) / len(city.open)
    largest = max(city.open, key=lambda one: one.rows)
    said = Text(f"平均 {mean:,.0f}（行×列）", f"{mean:,.0f} cells on average")
    proof = Proof(
        f"/datasets/{largest.slug}/", f"{largest.tables[0].rows:,}" if len(largest.tables) == 1 else largest.title.zh
    )
    return Evidence(mean, said, COUNTED, (proof,))


def themes(city: City) -> Evidence | None:
    """Themes with data."""
    held = {one.entry.theme for one in city.open}
    if not held:
        return None
    said = Text(
        f"{len(catalogue_rules.THEMES)} 个主题中 {len(held)} 个有数据",
        f"{len(held)} of {len(catalogue_rules.THEMES)} themes",
    )
    name = catalogue_rules.THEMES[min(held)].text.zh
    return Evidence(len(held) / len(catalogue_rules.THEMES), said, COUNTED, (Proof("/themes/", name),))


def departments(city: City) -> Evidence | None:
    """Departments that opened data."""
    held = {one.department.id for one in city.open}
    if not held:
        return None
    said = Text(
        f"{len(city.departments)} 个部门中 {len(held)} 个已开放数据",
        f"{len(held)} of {len(city.departments)} departments",
    )
    return Evidence(
        len(held) / max(1, len(city.departments)), said, COUNTED,
        (Proof("/statistics/departments/", city.open[0].department.name.zh),),
    )  # fmt: skip


def interfaces(city: City) -> Evidence | None:
    """Open tables that the API reads."""
    if not city.open:
        return None
    whole = [one for one in city.datasets if one.entry.open_type == "unconditional"]
    table = city.open[0].tables[0]
    said = Text(
        f"{len(whole)} 个中 {len(city.open)} 个可经接口读取", f"{len(city.open)} of {len(whole)} can be read by the API"
    )
    proof = Proof(f"/api/v1/tables/{table.id}/rows?limit=1", f'"{table.fields[0].name}"')
    return Evidence(min(1.0, len(city.open) / max(1, len(whole))), said, COUNTED, (proof,))


def timely(city: City) -> Evidence | None:
    """Datasets within the update cycle they promise."""
    found = catalogue.punctuality(at=city.at)
    promised, late = sum(one.promised for one in found), sum(len(one.overdue) for one in found)
    if not promised:
        return None
    said = Text(
        f"承诺更新的 {promised} 个中 {promised - late} 个按时", f"{promised - late} of {promised} keep their promise"
    )
    return Evidence(
        (promised - late) / promised, said, Text("按更新周期与最近版本计算", "from cycles and newest releases"),
        (Proof("/statistics/punctuality/", found[0].department.name.zh),),
    )  # fmt: skip


def history(city: City) -> Evidence | None:
    """Tables that were updated and keep their releases."""
    changed = [(one, table) for one in city.open for table in one.tables if table.release_number > 1]
    if not changed:
        return None
    dataset, _ = changed[0]
    said = Text(f"{len(changed)} 张更新过的表保留历史版本", f"{len(changed)} updated tables keep their releases")
    return Evidence(1, said, COUNTED, (Proof(f"/datasets/{dataset.slug}/releases/", dataset.title.zh),))


def licence(city: City) -> Evidence | None:
    """Datasets with the address of their licence."""
    return _share(city, [one for one in city.datasets if one.licence_url], lambda one: one.licence.text.zh, Text("给出许可条款", "name their licence"))  # fmt: skip


def formats(city: City) -> Evidence | None:
    """Free formats, RDF among them."""
    if not city.open:
        return None
    table = city.open[0].tables[0]
    said = Text("每张表可取 " + "、".join(city.open[0].formats), "each table as " + ", ".join(city.open[0].formats))
    proofs = (
        Proof(f"/api/v1/tables/{table.id}/export.ttl", "@prefix"),
        Proof("/api/v1/catalog.ttl", "dcat:Catalog"),
    )
    return Evidence(1, said, COUNTED, proofs)


def described(city: City) -> Evidence | None:
    """Datasets with abstract and keywords."""
    good = [one for one in city.datasets if one.entry.abstract_zh and one.keywords]
    return _share(city, good, lambda one: one.keywords[0], Text("有摘要和关键词", "have an abstract and keywords"))


def sound(city: City) -> Evidence | None:
    """Cells that could be understood."""
    cells = sum(table.rows * len(table.fields) for one in city.open for table in one.tables)
    bad = sum(table.problem_cells for one in city.open for table in one.tables)
    if not cells:
        return None
    said = Text(f"{cells:,} 个单元格中 {bad:,} 个无法解读", f"{bad:,} of {cells:,} cells could not be understood")
    how = Text("发布时逐格检查", "every cell was checked at publication")
    return Evidence(1 - bad / cells, said, how, (Proof("/statistics/quality/", city.open[0].department.name.zh),))


def used(city: City) -> Evidence | None:
    """Downloads and API calls of the last year."""
    since = (city.at - YEAR).astimezone(CITY_TIME).date()
    rows = DayUse.objects.filter(day__gte=since, kind__in=("download", "api"))
    number = int(rows.aggregate(n=Sum("uses"))["n"] or 0)
    first = rows.order_by("-uses").values_list("dataset_id", flat=True).first()
    title = next((one.title.zh for one in city.datasets if one.id == first), "")
    if not number or not title:
        return None
    said = Text(f"近一年 {number:,} 次", f"{number:,} within a year")
    how = Text(
        "按日累计，不含任何个人信息，含程序与爬虫", "counted by day without anything personal; robots are among them"
    )
    return Evidence(number, said, how, (Proof("/statistics/use/", title),))


def _share(city: City, good: list[DatasetCard], holds: Callable[[DatasetCard], str], what: Text) -> Evidence | None:
    if not good:
        return None
    said = Text(f"{len(city.datasets)} 个中 {len(good)} 个{what.zh}", f"{len(good)} of {len(city.datasets)} {what.en}")
    return Evidence(
        len(good) / len(city.datasets), said, COUNTED, (Proof(f"/datasets/{good[0].slug}/", holds(good[0])),)
    )


def _proof(city: City, tab: str, holds: Callable[[DatasetCard], str]) -> tuple[Proof, ...]:
    if not city.open:
        return ()
    return (Proof(f"/datasets/{city.open[0].slug}/{tab}", holds(city.open[0])),)
