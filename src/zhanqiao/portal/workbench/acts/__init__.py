"""What offices do with data requests: which acts there are, who may do them when, what each asks to be filled in.

An *act* is one form on a request's page. It is shown to whom ``people.access`` lets do it, in the states it is for, and
checked again when it is sent.
"""

from __future__ import annotations

from zhanqiao.portal.workbench.acts.applications import APPLICATION_ACTS
from zhanqiao.portal.workbench.acts.model import Act, Given, act_named, acts_for
from zhanqiao.portal.workbench.acts.openings import OPENING_ACTS
from zhanqiao.portal.workbench.acts.sharing import SHARING_ACTS

ACTS = {"application": APPLICATION_ACTS, "opening": OPENING_ACTS, "sharing": SHARING_ACTS}

__all__ = ["ACTS", "Act", "Given", "act_named", "acts_for"]
