"""The colours of charts, told apart by colour-blind readers: Okabe and Ito, *Color Universal Design* (2008).

The tokens ``--chart-…`` of the site's style sheet are the same in the light theme (a test holds them together) and
replace these on the page, so that the dark theme has its own; a specification that is taken elsewhere keeps these.
"""

from __future__ import annotations

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#4d4f55", "#f0e442")
SEQUENCE = ("#e7f0f5", "#0b5e88")
INK, OTHER_INK, LINE = "#1a1c20", "#ffffff", "#e6e1d6"
