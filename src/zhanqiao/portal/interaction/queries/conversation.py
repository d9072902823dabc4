"""What the pages of conversation show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from zhanqiao.core_services.conversation import queries as conversation
from zhanqiao.core_services.conversation.rules import LEAST_RATINGS, STARS, Subject
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.rules import AccessCard


def talk_page(*, slug: str, card: AccessCard) -> dict[str, Any]:
    """Return what is said of a dataset, the averages, and what this person gave. Raises NotFoundError."""
    dataset, me = catalogue.dataset_card(slug=slug, card=card), card.account_id
    department = dataset.department.id
    return {
        "section": "datasets",
        "tab": "conversation",
        "dataset": dataset,
        "remarks": conversation.remarks_of(dataset_id=dataset.id, account_id=me),
        "reported": conversation.reported_by(account_id=me) if me else frozenset(),
        "subjects": (
            ("data", conversation.rating_of(subject=Subject.DATA, id=dataset.id)),
            ("custodian", conversation.rating_of(subject=Subject.CUSTODIAN, id=department)),
        ),
        "mine": conversation.my_stars(account_id=me, dataset_id=dataset.id, department_id=department) if me else {},
        "stars": STARS,
        "least": LEAST_RATINGS,
    }


def suggestions_page(*, card: AccessCard) -> dict[str, Any]:
    """Return suggestions and appeals that are public, and this person's own."""
    return {"section": "interaction", "remarks": conversation.suggestions(account_id=card.account_id)}


def place_of(*, remark_id: str, card: AccessCard) -> str:
    """Return the page a remark stands on. Raises NotFoundError, for a dataset that may not be known as well."""
    found = conversation.remark_card(remark_id=remark_id)
    if found.dataset_id is None:
        return reverse("interaction:suggestions")
    return reverse("interaction:conversation", args=[catalogue.dataset_card(id=found.dataset_id, card=card).slug])


def worded(error: ZhanqiaoError, /) -> str:
    """Return an error's sentence in the language of the page."""
    return error.text.in_language(get_language() or "zh-hans")
