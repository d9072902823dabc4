"""Who is expected to see what: written by hand, from the law of the house, and not asked of the code under test."""

from __future__ import annotations

from enum import StrEnum

from tests.contracts.permissions.calls import Call, Shows
from tests.contracts.permissions.kinds import Ground


class Outcome(StrEnum):
    """What becomes of a call: it is answered, refused with a reason, or sounds as if nothing were there."""

    OPEN = "O"
    REFUSED = "R"
    HIDDEN = "H"


GROUNDS = ("draft", "open", "conditional", "closed", "suspended", "withdrawn", "pending", "open_other", "draft_other")
VISITORS = ("anonymous", "citizen", "operator", "system_admin", "audit_admin", "security_admin")
OWN = ("officer_own", "reviewer_own", "read_key_own", "write_key_own")
OTHER = ("officer_other", "reviewer_other", "read_key_other", "write_key_other")
STAFF = ("officer_own", "reviewer_own", "officer_other", "reviewer_other", "authority")
WRITERS = ("write_key_own", "write_key_other")

# A letter for each dataset of GROUNDS, in their order.
LETTERS = {
    Shows.ENTRY: {VISITORS: "HOOOOOOOH", OTHER: "HOOOOOOOO", OWN: "OOOOOOOOH", ("authority",): "OOOOOOOOO"},
    Shows.ROWS: {VISITORS: "HORRRROOH", OTHER: "HORRRROOO", OWN: "OOOOOOOOH", ("authority",): "OOOOOOOOO"},
    Shows.TILES: {(*VISITORS, *OTHER, *OWN, "authority"): "OOOOOOOOO"},
    Shows.PUBLISHED: {(*VISITORS, *OTHER, *OWN, "authority"): "HOOOHHOOH"},
    Shows.LIST: {VISITORS: "HOOOHHOOH", OTHER: "HOOOHHOOO", OWN: "OOOOOOOOH", ("authority",): "OOOOOOOOO"},
    Shows.SENDING: {
        ("write_key_own",): "OOOOOOORH",
        ("write_key_other",): "HRRRRRROO",
        (*VISITORS, *STAFF, "read_key_own", "read_key_other"): "RRRRRRRRR",
    },
    Shows.RUNNING: {
        ("officer_own", "reviewer_own"): "OOOOOOORH",
        ("officer_other", "reviewer_other"): "HRRRRRROO",
        ("authority",): "OOOOOOOOO",
        (*VISITORS, "read_key_own", "read_key_other", "write_key_own", "write_key_other"): "RRRRRRRRR",
    },
}
# One letter, for the submission that waits.
WAITING = {
    Shows.JOB: {
        ("write_key_own",): "O",
        ("write_key_other",): "H",
        (*VISITORS, *STAFF, "read_key_own", "read_key_other"): "R",
    },
    Shows.SUBMISSION: {
        ("officer_own", "reviewer_own", "write_key_own", "authority"): "O",
        ("officer_other", "reviewer_other", "write_key_other"): "H",
        (*VISITORS, "read_key_own", "read_key_other"): "R",
    },
    Shows.DESCRIBING: {
        ("officer_own", "reviewer_own", "authority"): "O",
        ("officer_other", "reviewer_other"): "H",
        (*VISITORS, "read_key_own", "read_key_other", *WRITERS): "R",
    },
}
WAITING |= {
    Shows.DECIDING: {
        ("reviewer_own", "authority"): "O",
        ("reviewer_other",): "H",
        (*VISITORS, "officer_own", "officer_other", "read_key_own", "read_key_other", *WRITERS): "R",
    },
    Shows.EXEMPTING: {
        ("authority",): "O",
        (*VISITORS, *STAFF, "read_key_own", "read_key_other", *WRITERS): "R",
    },
}
DOORS = {
    Shows.UPLOADING: WRITERS,
    Shows.WORKBENCH: (*STAFF, "operator"),
    Shows.UPLOAD: (*STAFF, *WRITERS),
    Shows.CATALOGUE: STAFF,
    Shows.SHARING: ("officer_own", "reviewer_own", "officer_other", "reviewer_other"),
    Shows.HARVEST: ("authority",),
    Shows.OFFICE: ("officer_own", "reviewer_own", "officer_other", "reviewer_other"),
    Shows.FORWARDING: ("authority",),
    Shows.REVIEWER: ("reviewer_own", "reviewer_other"),
    Shows.REVIEWING: ("reviewer_own", "reviewer_other", "authority"),
    Shows.APPS: ("authority",),
    Shows.TRANSFERS: (*OWN, *OTHER, "authority", "operator"),
    Shows.LOGGED: ("read_key_own", "write_key_own", "read_key_other", "write_key_other"),
    Shows.RETURNS: (*OWN, *OTHER, "authority"),
    Shows.OPERATING: ("operator",),
    Shows.AUDITING: ("audit_admin",),
    Shows.MINE: (*STAFF, "citizen", "operator", "system_admin", "audit_admin", "security_admin"),
    Shows.NOTHING: (*VISITORS, *OWN, *OTHER, "authority"),
}
BOUND = frozenset({Shows.ENTRY, Shows.ROWS, Shows.TILES, Shows.PUBLISHED, Shows.SENDING, Shows.RUNNING})
SUBMITTED = frozenset(WAITING)
WERE_PUBLIC = ("suspended", "withdrawn")


def of_dataset(*, shows: Shows, person: str, ground: str) -> Outcome:
    """Return what is expected for one dataset."""
    letters = next(letters for names, letters in LETTERS[shows].items() if person in names)
    return Outcome(letters[GROUNDS.index(ground)])


def of_call(*, call: Call, person: str, ground: Ground) -> Outcome:
    """Return what is expected of a call."""
    if call.shows in BOUND:
        return of_dataset(shows=call.shows, person=person, ground=ground.name)
    if call.shows in SUBMITTED:
        return of_submission(shows=call.shows, person=person)
    if call.shows is Shows.LIST:
        return Outcome.OPEN
    return Outcome.OPEN if person in DOORS[call.shows] else Outcome.REFUSED


def forbidden(*, call: Call, person: str, grounds: dict[str, Ground], asked: str) -> dict[str, str]:
    """Return the words that no answer to this person may hold, each with what it would betray.

    What stands in the address or the body itself is no news: an error may say it back.
    """
    words: dict[str, str] = {}
    for ground in grounds.values():
        if not _sees(Shows.ROWS, person, ground):
            words[ground.cells] = f"rows of {ground.name}"
        if call.shows is Shows.AUDITING and person == "audit_admin":
            continue  # the trail is whole, or it proves nothing; it holds no cells
        named = call.shows in BOUND and any(mark in asked for mark in ground.marks)
        if not _sees(Shows.ENTRY if named else Shows.LIST, person, ground):
            words |= dict.fromkeys(_told(call, ground, asked), f"that {ground.name} exists")
        if of_submission(shows=Shows.SUBMISSION, person=person) is not Outcome.OPEN:
            words[ground.pending] = f"the submission that waits for {ground.name}"
    return words


def of_submission(*, shows: Shows, person: str) -> Outcome:
    """Return what is expected for the submission that waits."""
    return Outcome(next(letter for names, letter in WAITING[shows].items() if person in names))


def _sees(shows: Shows, person: str, ground: Ground) -> bool:
    return of_dataset(shows=shows, person=person, ground=ground.name) is Outcome.OPEN


def _told(call: Call, ground: Ground, asked: str) -> list[str]:
    gone = call.tombstones and ground.name in WERE_PUBLIC
    return [mark for mark in ground.marks if mark not in asked and not (gone and mark == ground.dataset)]
