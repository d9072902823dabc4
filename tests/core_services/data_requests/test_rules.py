"""Forms, steps, terms and reports: truth tables."""

from __future__ import annotations

from datetime import date

import pytest

from zhanqiao.core_services.data_requests.rules import (
    APPLICATION_STATES,
    APPLICATION_STEPS,
    LARGEST_FILE,
    OPENING_STATES,
    OPENING_STEPS,
    SHARING_STATES,
    SHARING_STEPS,
    AgreementFacts,
    ApplicantKind,
    ApplicationForm,
    ApplicationState,
    OpeningState,
    ProofFile,
    RequestStepError,
    SharingForm,
    SharingState,
    agreement_text,
    application_problems,
    is_consented_at_once,
    opening_problems,
    proof_problems,
    quota_problems,
    report_dates,
    require_step,
    sharing_duty,
    sharing_problems,
)
from zhanqiao.core_services.deadlines.rules import DUTIES
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way
from zhanqiao.people.departments.rules import complete_credit_code

TODAY = date(2026, 11, 26)
CODE = complete_credit_code("91370200MA3C1234")


def application(**changes: object) -> ApplicationForm:
    values = {
        "kind": ApplicantKind.ORGANISATION,
        "applicant": "青岛某某水务研究院",
        "credit_code": CODE,
        "contact": "0532-00000000",
        "purpose": "地下水位研究",
        "scene": "科研",
        "scope": "全部字段",
        "from_on": TODAY,
        "to_on": date(2027, 11, 25),
        "way": Way.API,
        "security": "内网隔离，专人保管",
        "promised": True,
    }
    return ApplicationForm(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        ({"kind": ApplicantKind.PERSON, "credit_code": ""}, set()),
        ({"kind": ApplicantKind.PERSON}, {"credit_code"}),
        ({"credit_code": ""}, {"credit_code"}),
        ({"credit_code": CODE[:-1] + ("1" if CODE[-1] != "1" else "2")}, {"credit_code"}),
        ({"purpose": "  "}, {"purpose"}),
        ({"scope": "字" * 2_001}, {"scope"}),
        ({"from_on": date(2026, 11, 25)}, {"to_on"}),
        ({"to_on": TODAY}, {"to_on"}),
        ({"to_on": date(2029, 11, 26)}, set()),
        ({"to_on": date(2029, 11, 27)}, {"to_on"}),
        ({"promised": False}, {"promised"}),
        ({"applicant": "", "contact": "", "security": ""}, {"applicant", "contact", "security"}),
    ],
)
def test_an_application_is_held_to_the_statutory_form(changes: dict[str, object], fields: set[str]) -> None:
    assert set(application_problems(form=application(**changes), on=TODAY)) == fields


PDF = b"%PDF-1.7 proof"


@pytest.mark.parametrize(
    ("files", "is_right"),
    [
        ([ProofFile("证明.pdf", PDF)], True),
        ([ProofFile("证明.PDF", PDF)], True),
        ([], False),
        ([ProofFile("证明.exe", PDF)], False),
        ([ProofFile("证明", PDF)], False),
        ([ProofFile("图.png", PDF)], False),
        ([ProofFile("证明.pdf", b"")], False),
        ([ProofFile("证明.pdf", PDF + bytes(LARGEST_FILE))], False),
        ([ProofFile("证明.pdf", PDF)] * 11, False),
        ([ProofFile("字" * 200 + ".pdf", PDF)], False),
    ],
)
def test_proof_is_what_it_says_and_not_too_much(files: list[ProofFile], is_right: bool) -> None:
    assert (proof_problems(files=files) == {}) is is_right


@pytest.mark.parametrize(
    ("steps", "words", "first", "last"),
    [
        (APPLICATION_STEPS, APPLICATION_STATES, {"submitted"}, {"refused", "ended", "withdrawn"}),
        (OPENING_STEPS, OPENING_STATES, {"asked"}, {"merged"}),
        (SHARING_STEPS, SHARING_STATES, {"drawn_up"}, {"ended", "withdrawn"}),
    ],
)
def test_every_state_is_reached_and_only_final_ones_are_not_left(
    steps: set[tuple[str, str]], words: dict[str, Text], first: set[str], last: set[str]
) -> None:
    reached, ahead = set(first), list(first)
    while ahead:
        now = ahead.pop()
        new = {then for before, then in steps if before == now} - reached
        reached |= new
        ahead += new
    assert reached == set(words)
    assert set(words) - {before for before, _ in steps} == last


def test_a_step_that_is_not_foreseen_is_refused_in_words() -> None:
    with pytest.raises(RequestStepError) as raised:
        require_step(
            now=ApplicationState.REFUSED,
            then=ApplicationState.GRANTED,
            steps=APPLICATION_STEPS,
            words=APPLICATION_STATES,
        )
    assert raised.value.text.en == (
        "This request is now 'refused' and cannot become 'granted'; nothing was changed. Reload the page."
    )
    require_step(now=OpeningState.ASKED, then=OpeningState.MERGED, steps=OPENING_STEPS, words=OPENING_STATES)
    require_step(now=SharingState.ASKED, then=SharingState.REFUSED, steps=SHARING_STEPS, words=SHARING_STATES)


@pytest.mark.parametrize(
    ("share_type", "is_own", "to_on", "fields"),
    [
        ("unconditional", False, date(2027, 1, 1), set()),
        ("conditional", False, date(2029, 11, 26), set()),
        ("conditional", False, date(2029, 11, 27), {"to_on"}),
        ("conditional", False, TODAY, {"to_on"}),
        ("refused", False, date(2027, 1, 1), {"dataset"}),
        ("unconditional", True, date(2027, 1, 1), {"dataset"}),
    ],
)
def test_a_sharing_request_has_its_five_fields(share_type: str, is_own: bool, to_on: date, fields: set[str]) -> None:
    form = SharingForm(ground="三定方案", scene="联合监管", scope="全部", way=Way.API, to_on=to_on)
    assert set(sharing_problems(form=form, share_type=share_type, is_own=is_own, on=TODAY)) == fields
    bare = SharingForm(ground="", scene=" ", scope="", way=Way.API, to_on=to_on)
    found = sharing_problems(form=bare, share_type=share_type, is_own=is_own, on=TODAY)
    assert set(found) == fields | {"ground", "scene", "scope"}


def test_sharing_is_answered_in_the_terms_of_the_regulation() -> None:
    answered = {kind: DUTIES[sharing_duty(share_type=kind)].term.written for kind in ("unconditional", "conditional")}
    assert answered == {"unconditional": "1 WD", "conditional": "10 WD"}
    assert [is_consented_at_once(share_type=kind) for kind in ("unconditional", "conditional", "refused")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("from_on", "to_on", "dates"),
    [
        (date(2026, 1, 31), date(2026, 12, 31), [date(2026, 7, 31), date(2026, 12, 31)]),
        (date(2026, 8, 31), date(2027, 8, 31), [date(2027, 2, 28), date(2027, 8, 31)]),
        (date(2026, 1, 1), date(2026, 3, 1), [date(2026, 3, 1)]),
        (date(2024, 2, 29), date(2025, 2, 28), [date(2024, 8, 29), date(2025, 2, 28)]),
    ],
)
def test_reports_are_due_every_six_months_and_at_the_end(from_on: date, to_on: date, dates: list[date]) -> None:
    assert list(report_dates(from_on=from_on, to_on=to_on)) == dates


@pytest.mark.parametrize(
    ("per_day", "fields"), [(0, {"per_day"}), (1, set()), (1_000_000, set()), (1_000_001, {"per_day"})]
)
def test_a_quota_lies_within_its_bounds(per_day: int, fields: set[str]) -> None:
    assert set(quota_problems(per_day=per_day)) == fields


def test_an_opening_request_says_what_and_what_for() -> None:
    assert opening_problems(title="公交到站", detail="出行") == {}
    assert set(opening_problems(title=" ", detail="")) == {"title", "detail"}
    assert set(opening_problems(title="字" * 101, detail="字" * 2_001)) == {"title", "detail"}


def test_an_agreement_names_both_sides_and_the_bounds_of_use() -> None:
    facts = AgreementFacts(
        owner=Text("青岛市水务局", "Qingdao Water Bureau"),
        applicant="某院",
        credit_code=CODE,
        dataset=Text("地下水监测井", "Wells"),
        purpose="研究",
        scene="科研",
        scope="全部",
        way=Text("数据接口", "API"),
        from_on="2026-11-26",
        to_on="2027-11-25",
        per_day=1_000,
        months=6,
        conditions="",
    )
    text = agreement_text(facts=facts)
    assert f"乙方（利用主体）：某院（统一社会信用代码 {CODE}）" in text.zh
    assert "3. Way and time: API; from 2026-11-26 to 2027-11-25. At most 1000 uses a day." in text.en
    assert "{" not in text.zh + text.en
