"""How a route is called and what its answer is about: the lines of the table of routes (``routes.py``).

``Call(route, address, shows)``: the route as Django writes it (the failing test prints it), an address with {slug}, {dataset},
{table}, {release} or {submission} of a dataset, and what is shown (``Shows``). The rest of a line is said where it differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

GONE = (404,)
CONTENT = quote("内容") + "{entry}"


class Shows(StrEnum):
    """What an answer is about, which decides who may have it (``expected.py`` says who)."""

    LIST = "list"  # many datasets: each visitor's own list, counts included
    ENTRY = "entry"  # what the catalogue says of one dataset
    ROWS = "rows"  # cells of one dataset, or anything made of them
    TILES = "tiles"  # a dashboard: everybody has the page, each tile is read under the reader's card
    PUBLISHED = "published"  # the entry in the standards of others: as an anonymous visitor sees it, whoever asks
    SENDING = "sending"  # a change of one dataset by a program: a key to write of its department
    UPLOADING = "uploading"  # a program's own pieces of a file
    JOB = "job"  # a submission, as programs follow it
    SUBMISSION = "submission"  # a submission in the workbench
    DESCRIBING = "describing"  # … its entry and dictionary, which programs do not write
    WORKBENCH = "workbench"  # the door of the workbench
    UPLOAD = "upload"  # handing a file in
    CATALOGUE = "catalogue"  # the reporting template
    SHARING = "sharing"  # asking another department to share
    HARVEST = "harvest"  # sources of other portals
    OFFICE = "office"  # what officers and reviewers of a department answer
    FORWARDING = "forwarding"  # corrections that the authority forwards
    REVIEWER = "reviewer"  # what a reviewer of a department decides
    REVIEWING = "reviewing"  # what reviewers decide, of a department or of the city
    DECIDING = "deciding"  # the decision on a submission in review
    EXEMPTING = "exempting"  # … letting personal data in it be opened as it is
    RUNNING = "running"  # a dataset, for those who may take it down
    TRANSFERS = "transfers"  # what nodes of departments sent
    APPS = "apps"  # what was handed in for the gallery, for the authority
    LOGGED = "logged"  # … as programs read it, by a key or a signature
    RETURNS = "returns"  # rows returned to districts
    OPERATING = "operating"  # the operators' pages
    AUDITING = "auditing"  # the audit trail
    MINE = "mine"  # one's own place
    NOTHING = "nothing"  # nothing of any dataset


@dataclass(frozen=True)
class Call:
    """One way to call a route.

    ``refused`` and ``opened`` are statuses where they are not the usual ones; a call that ``tells`` answers 200 to everybody
    who may know of the dataset, and says in words that the rows are not open. One without ``proof`` need not hold the
    dataset's own words where it is open. What is ``harmful`` is asked only by those who may not. One with ``tombstones`` tells, by its id
    alone, that a dataset which was public is gone (OAI-PMH).
    """

    route: str
    address: str
    shows: Shows
    method: str = "GET"
    body: str = ""
    content_type: str = "application/json"
    refused: tuple[int, ...] = (401, 403)
    opened: tuple[int, ...] = ()
    tells: bool = False
    proof: bool = True
    harmful: bool = False
    tombstones: bool = False
