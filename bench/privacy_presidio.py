"""Presidio on cells: run by the Python of an environment of its own, with pattern recognisers for China.

It gets what it can use: the same forms, and the check digits of identity numbers; cards are found by its own recogniser.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY = (
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
MOBILE = r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])"


def main() -> None:
    """Read cells, print what was found and the seconds it took, as JSON."""
    # Late: the package is in this program's own environment only, and linters read this file in another.
    from presidio_analyzer import Pattern, PatternRecognizer
    from presidio_analyzer.predefined_recognizers import CreditCardRecognizer

    class Identity(PatternRecognizer):  # type: ignore[misc,valid-type,unused-ignore]  # - see above: its base is unknown here
        """Identity numbers with their check character."""

        def validate_result(self, pattern_text: str) -> bool:
            total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, pattern_text[:17], strict=True))
            return "10X98765432"[total % 11] == pattern_text[17].upper()

    def by(kind: type[Any], name: str, regex: str) -> Any:
        return kind(supported_entity=name, patterns=[Pattern(name, regex, 0.6)], supported_language="zh")

    recognisers = {
        "identity_number": by(Identity, "identity_number", IDENTITY),
        "mobile": by(PatternRecognizer, "mobile", MOBILE),
        "bank_card": CreditCardRecognizer(supported_language="zh"),
    }
    cells = json.loads(Path(sys.argv[1]).read_text())
    begun = time.perf_counter()
    found = [
        (column, row, kind)
        for column, row, text in cells
        for kind, one in recognisers.items()
        if text and one.analyze(text, one.supported_entities, None)
    ]
    print(json.dumps({"found": found, "seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    main()
