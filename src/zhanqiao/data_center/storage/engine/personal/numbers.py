"""Numbers that personal data is known by: their forms, and the SQL that judges them.

Sources: GB 11643-1999 (identity number: division, date of birth, ISO 7064 MOD 11-2 check character) and the fifteen
digits before it; ISO/IEC 7812-1 (Luhn) with the ranges of UnionPay, Visa, Mastercard and JCB; mobile numbers 13x to 19x.
Divisions are held to their structure, not to a list of today: numbers keep the retired code they were given with.
"""

from __future__ import annotations

import re

from zhanqiao.data_center.storage.engine.personal.folding import DIGITS
from zhanqiao.data_center.storage.engine.personal.kinds import PersonalKind

SHORTEST = 11  # digits of a mobile number, the shortest number looked for
CARD_LENGTH = 19  # digits of the longest card; shorter ones are padded on the left
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
PROVINCES = (
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44"),
    *("45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"),
)
WHOLE_REGION = ("81", "82", "83")  # residence permits of Hong Kong, Macao and Taiwan people: 810000, 820000, 830000
NUMERALS = "〇零一二三四五六七八九"

DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY = f"[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{DAY}[0-9]{{3}}[0-9Xx]"
OLD_IDENTITY = "[1-9][0-9]{14}"
MOBILE = "(?:00)?(?:86)?1[3-9][0-9]{9}"
CARD = "62[0-9]{14}|62[0-9]{17}|4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|35[0-9]{14}"
FORMS = {
    PersonalKind.IDENTITY_NUMBER: IDENTITY,
    PersonalKind.OLD_IDENTITY_NUMBER: OLD_IDENTITY,
    PersonalKind.MOBILE: MOBILE,
    PersonalKind.BANK_CARD: CARD,
}

RUN = "[0-9A-Za-z]{11,}"
WORDS = "(?i:tel|phone|mobile|mob|idcard|card|id|sfz|no)"  # written without a blank before a number
WHOLE = f"(?:^|[^0-9A-Za-z]|{WORDS})(?:{'|'.join(FORMS.values())})(?:[^0-9A-Za-z]|$)"
LABEL = f"^{WORDS}"
GAP = "[ .()-]{1,3}"
MAYBE = "[ ./()-]{0,3}"
BEFORE, AFTER = f"(?:^|[^0-9A-Za-z.]|[^0-9][.]|{WORDS})", "(?:[^0-9A-Za-z]|$)"
SPACED_IDENTITY = MAYBE.join(
    ["[1-9]", *["[0-9]"] * 5, f"(?:1{MAYBE}[89]|2{MAYBE}0)", "[0-9]", "[0-9]", "[01]", "[0-9]", "[0-3]"]
    + ["[0-9]"] * 4
    + ["[0-9Xx]"]
)
SPACED_MOBILE = (
    f"(?:[+]?(?:00)?86{MAYBE})?1(?:[3-9][0-9]{GAP}[0-9]{{4}}{MAYBE}[0-9]{{4}}"
    f"|[3-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}|[3-9][0-9]{{5}}{GAP}[0-9]{{4}})"
)
SPACED_CARD = (
    f"[2-6][0-9]{{3}}(?:{GAP}[0-9]{{4}}){{3}}(?:{MAYBE}[0-9]{{3}})?|[2-6][0-9]{{5}}{GAP}[0-9]{{10}}(?:[0-9]{{3}})?"
)
# A number that the text itself calls something else: a Luhn digit or a date in it is chance.
OTHERWISE = "(?:订单|流水|运单|快递|物流|发票|票据|工单|受理|合同|设备|资产|批次|条码|表号|文号|单)[编号码]{0,2}[^0-9A-Za-z]{0,4}([0-9]{15,19})"
DOUBTED = (PersonalKind.OLD_IDENTITY_NUMBER, PersonalKind.BANK_CARD)
TOLD = {  # words in the same cell that say what a number is
    PersonalKind.IDENTITY_NUMBER: "身份证|身份号|公民身份|证件|(?i:id ?card)",
    PersonalKind.OLD_IDENTITY_NUMBER: "身份证|身份号|公民身份|证件",
    PersonalKind.MOBILE: "手机|电话|联系|来电|号码|(?i:tel|phone|mobile)",
    PersonalKind.BANK_CARD: "银行卡|卡号|账号|帐号|账户|帐户|开户|(?i:card|account)",
}
DOUBTED_LIST = "(" + ", ".join(f"'{kind}'" for kind in DOUBTED) + ")"
APART = "[0-9][ ./()-]{1,3}[0-9Xx]"
DIGIT_BY_DIGIT = (
    f"[0-9](?:[ ./-][0-9]){{{SHORTEST - 1},}}(?:[ ./-][Xx])?"  # the whole run: part of a longer one is no number
)
SPACED = (SPACED_IDENTITY, SPACED_MOBILE, SPACED_CARD, DIGIT_BY_DIGIT)
# One cheap look lets only cells with digits enough, close together, through to the work above. Invisible signs count
# as gaps; so do the hyphens and blanks that are folded later.
LOOSE = r"[ /()\-–—‐‑‒―−_·•・－　\x{a0}\x{2000}-\x{200f}\x{2060}\x{feff}\x{ad}（）／\t]"
DOTTED = f"[0-9{DIGITS}]{{3,6}}[.．·][0-9{DIGITS}]{{3,8}}[.．·][0-9{DIGITS}]{{3}}"
MANY = f"(?:^|[^0-9A-Za-z.]|[^0-9][.]|{WORDS})[0-9{DIGITS}](?:{LOOSE}{{0,6}}[0-9{DIGITS}]){{{SHORTEST - 1}}}|{DOTTED}|[{NUMERALS}]{{{SHORTEST}}}"
MANY_DIGITS = re.compile(
    f"[0-9{DIGITS}](?:[ ./()\\-–—‐‑‒―−_·•・－　\xa0\u2000-\u200f\u2060\ufeff\xad（）．／\t]{{0,6}}[0-9{DIGITS}]){{{SHORTEST - 1}}}"
    f"|[{NUMERALS}]{{{SHORTEST}}}|护照|通行证|[Pp]assport"
)


def hits(*, cells: str) -> str:
    """Return SQL for (place, kind, token, told, valid) of all that has a number's form in ``cells``.

    ``cells`` is (place, cell, gaps), the cells folded; ``gaps`` says that digits stand apart, ``told`` that words in the
    cell call the number what it is.
    """
    spaced = " UNION ALL ".join(
        f"SELECT place, cell, regexp_replace(unnest(regexp_extract_all(cell, '{BEFORE}({form}){AFTER}', 1)),"  # noqa: S608 - constants
        f" '[^0-9Xx]', '', 'g') AS token FROM {cells} WHERE gaps AND regexp_matches(cell, '{BEFORE}(?:{form}){AFTER}')"
        for form in SPACED
    )
    numerals = (
        f"translate(unnest(regexp_extract_all(cell, '[{NUMERALS}]{{{SHORTEST},}}')), '{NUMERALS}', '00123456789')"
    )
    kinds = " ".join(f"WHEN regexp_full_match(token, '{form}') THEN '{kind}'" for kind, form in FORMS.items())
    told = " ".join(f"WHEN '{kind}' THEN regexp_matches(cell, '{words}')" for kind, words in TOLD.items())
    return f"""
        SELECT place, kind, token, CASE kind {told} END AS told, coalesce(CASE kind
            WHEN '{PersonalKind.IDENTITY_NUMBER}' THEN {_identity_is_valid()}
            WHEN '{PersonalKind.OLD_IDENTITY_NUMBER}' THEN {_old_identity_is_valid()}
            WHEN '{PersonalKind.BANK_CARD}' THEN {_luhn_is_valid()}
            ELSE true END, false) AS valid
        FROM (SELECT place, cell, token, CASE {kinds} END AS kind FROM (
            SELECT place, cell, regexp_replace(unnest(regexp_extract_all(cell, '{RUN}')), '{LABEL}', '') AS token
            FROM {cells} WHERE regexp_matches(cell, '{WHOLE}')
            UNION ALL {spaced}
            UNION ALL SELECT place, cell, {numerals} FROM {cells} WHERE regexp_matches(cell, '[{NUMERALS}]{{{SHORTEST}}}')
        )) WHERE kind IS NOT NULL
        AND NOT (kind IN {DOUBTED_LIST} AND CASE WHEN regexp_matches(cell, '{OTHERWISE}')
            THEN list_contains(regexp_extract_all(cell, '{OTHERWISE}', 1), token) ELSE false END)
    """  # noqa: S608 - built of constants and a name of our own


def _identity_is_valid() -> str:
    total = " + ".join(f"{weight} * {_digit(place)}" for place, weight in enumerate(IDENTITY_WEIGHTS, start=1))
    return (
        f"(substr('{IDENTITY_CHECKS}', ({total}) % 11 + 1, 1) = upper(substr(token, 18, 1)) AND {_division_is_possible()}"
        " AND try_strptime(substr(token, 7, 8), '%Y%m%d') BETWEEN DATE '1880-01-01' AND $today)"
    )


def _old_identity_is_valid() -> str:
    born = "try_strptime('19' || substr(token, 7, 6), '%Y%m%d')"
    return f"({_division_is_possible()} AND {born} IS NOT NULL)"


def _division_is_possible() -> str:
    provinces = ", ".join(f"'{code}'" for code in PROVINCES)
    regions = ", ".join(f"'{code}'" for code in WHOLE_REGION)
    return (
        f"(left(token, 2) IN ({provinces}) AND (substr(token, 3, 2) <> '00' AND substr(token, 5, 2) <> '00'"
        f" OR left(token, 2) IN ({regions})))"
    )


def _luhn_is_valid() -> str:
    padded = f"lpad(token, {CARD_LENGTH}, '0')"
    terms = []
    for place in range(1, CARD_LENGTH + 1):
        digit = _digit(place, of=padded)
        doubled = (CARD_LENGTH - place) % 2 == 1
        terms.append(f"(2 * {digit} - CASE WHEN {digit} > 4 THEN 9 ELSE 0 END)" if doubled else digit)
    return f"(({' + '.join(terms)}) % 10 = 0)"


def _digit(place: int, *, of: str = "token") -> str:
    return f"(ascii(substr({of}, {place}, 1)) - 48)"
