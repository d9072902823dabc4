"""Unified social credit codes (GB 32100-2015) by the thousand: right check digits, bodies nobody has.

Every organisation number starts with ``DEM``, which the registers do not assign, so that a generated
code is told from a real one at sight.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
ORGANISATION_VALUES = {character: int(character, 36) for character in ALPHABET}  # GB 11714: base 36
ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
CODE_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)])
ORGANISATION_CHECKS = "0123456789X"
MARK = "DEM"
SERIAL_LENGTH = 5
CAPACITY = len(ALPHABET) ** SERIAL_LENGTH

Codes = NDArray[np.str_]
Numbers = NDArray[np.int64]


def credit_codes(*, prefixes: NDArray[np.str_], divisions: NDArray[np.str_], serials: Numbers) -> Codes:
    """Return one 18-character code per row.

    ``prefixes`` are the two characters of authority and kind (``91`` enterprise, ``92`` sole trader,
    ``11`` government organ), ``divisions`` six digits, ``serials`` numbers below ``CAPACITY`` that make
    the organisation number unique. All arrays have the same length.
    """
    stems = np.char.add(np.char.add(prefixes, divisions), MARK)
    head = _characters(stems.astype("U11"), 11)
    body = np.concatenate([head, _characters_of_serials(serials)], axis=1)
    organisation = np.array([ORGANISATION_VALUES[character] for character in ALPHABET])[body[:, 8:]]
    check = -(organisation @ ORGANISATION_WEIGHTS) % 11
    ninth = np.array([ALPHABET.index(character) for character in ORGANISATION_CHECKS])[check]
    seventeen = np.concatenate([body, ninth[:, None]], axis=1)
    last = -(seventeen @ CODE_WEIGHTS) % 31
    whole = np.concatenate([seventeen, last[:, None]], axis=1)
    letters = np.array([ord(character) for character in ALPHABET], dtype=np.uint8)[whole]
    return np.ascontiguousarray(letters).view("S18").ravel().astype("U18")


def _characters(texts: Codes, length: int) -> Numbers:
    """Return the alphabet positions of ASCII texts of equal length, one row per text."""
    positions = np.zeros(128, dtype=np.int64)
    for position, character in enumerate(ALPHABET):
        positions[ord(character)] = position
    codes = np.ascontiguousarray(texts.astype(f"S{length}")).view(np.uint8).reshape(len(texts), length)
    return positions[codes]


def _characters_of_serials(serials: Numbers) -> Numbers:
    powers = len(ALPHABET) ** np.arange(SERIAL_LENGTH - 1, -1, -1)
    return (serials[:, None] // powers) % len(ALPHABET)
