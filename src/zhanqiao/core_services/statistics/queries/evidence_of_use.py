"""Evidence for what comes of the data: apps that name their datasets, appeals and suggestions that were answered in public."""

from __future__ import annotations

from zhanqiao.core_services.conversation import queries as conversation
from zhanqiao.core_services.gallery import queries as gallery
from zhanqiao.core_services.monitoring.queries import broken_links
from zhanqiao.core_services.statistics.queries.city import City
from zhanqiao.core_services.statistics.rules import Evidence, Proof
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS

MOST = 1_000


def appeals(city: City) -> Evidence | None:
    """Suggestions and appeals that are public, and how many of them are answered."""
    del city
    public = conversation.suggestions(account_id=None)
    done = [one for one in public if one.answered_at is not None]
    if not done:
        return None
    said = Text(f"{len(public)} 件中 {len(done)} 件已答复", f"{len(done)} of {len(public)} are answered")
    how = Text("统计公开的建议与申诉", "public suggestions and appeals were counted")
    return Evidence(len(done) / len(public), said, how, (Proof("/suggestions/", done[0].answer),))


def applications(city: City) -> Evidence | None:
    """Public apps that name a dataset and whose address was not found dead."""
    del city
    public, total = gallery.gallery(wanted=gallery.Wanted(), card=ANONYMOUS, limit=MOST, offset=0)
    dead = broken_links(of=[one.id for one in public])
    alive = [one for one in public if one.datasets and (one.id, one.address) not in dead]
    if not alive:
        return None
    said = Text(
        f"{total} 个应用中 {len(alive)} 个标注数据集且可访问",
        f"{len(alive)} of {total} apps name their datasets and can be reached",
    )
    how = Text(
        "统计已审核的应用，其网址由平台轮流访问", "reviewed apps were counted; their addresses are visited by turns"
    )
    return Evidence(len(alive), said, how, (Proof(f"/applications/{alive[0].id}/", alive[0].datasets[0].title.zh),))
