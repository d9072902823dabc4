"""Gives the live city its demo accounts, the officer in the department that owns the seeded datasets."""

from __future__ import annotations

import django


def main() -> None:
    django.setup()
    from tests.seeding import DEPARTMENT  # needs Django, as do those below
    from zhanqiao.kit.clock import now
    from zhanqiao.people.accounts.operations import ensure_demo_accounts
    from zhanqiao.people.departments.queries import department_card

    ensure_demo_accounts(at=now(), department_id=department_card(key_or_code=DEPARTMENT).id)


if __name__ == "__main__":
    main()
