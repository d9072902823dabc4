"""What Vega drew, on a page: paths, words where they belong, colours with their opacity; nothing as a picture of dots."""

from __future__ import annotations

import io
from math import hypot

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from zhanqiao.kit.paper import OTHER_FONT, know_font, runs
from zhanqiao.kit.vega.paper import PIXEL, TALLEST, Sheet
from zhanqiao.kit.vega.paths import arcs, steps

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">{}</svg>'
GRADIENT = (
    '<defs><linearGradient id="g" x1="0" x2="1" y1="0" y2="0"><stop offset="0" stop-color="rgb(1,2,3)"/>'
    '<stop offset="1" stop-color="#ff0000"/></linearGradient></defs><path d="M0,0h50v9h-50Z" fill="url(#g)"/>'
)


def page_of(inner: str) -> tuple[str, str]:
    """Return the words of a page with a drawing, and the commands that draw it."""
    know_font()
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0)
    Sheet(SVG.format(inner)).draw(canvas)
    canvas.save()
    (page,) = PdfReader(io.BytesIO(file.getvalue())).pages
    return page.extract_text(), page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]  # - it has contents


def test_words_are_text_and_those_of_two_lines_both_stand_there() -> None:
    words, _ = page_of(
        '<text text-anchor="middle" font-size="12px" fill="#000"><tspan>市南区</tspan><tspan x="0" dy="14">1,000</tspan></text>'
    )
    assert words.split() == ["市南区", "1,000"]


def test_paths_are_filled_and_stroked_as_told() -> None:
    _, drawn = page_of(
        '<g fill="none"><path d="M1,2h10v10h-10Z" fill="rgb(0, 114, 178)" fill-opacity="0.5" stroke="#fff" stroke-dasharray="4,2"/></g>'
    )
    assert "0 .447059 .698039 rg" in drawn
    assert "[4 2] 0 d" in drawn
    assert "1 2 m 11 2 l 11 12 l 1 12 l h" in " ".join(drawn.split())


def test_what_is_hidden_or_unknown_is_not_drawn() -> None:
    words, drawn = page_of(
        '<g display="none"><text fill="#000">a</text></g><image href="b.png"/><path d="" fill="#000"/>'
    )
    assert (words, " m " in drawn) == ("", False)


def test_a_gradient_is_a_shading() -> None:
    assert " sh" in page_of(GRADIENT)[1]


def test_a_drawing_keeps_its_size_unless_it_is_taller_than_a_page() -> None:
    assert Sheet(SVG.format("")).size == (200 * PIXEL, 100 * PIXEL)
    tall = Sheet(SVG.replace('height="100"', 'height="2000"').format(""))
    assert tall.size == (pytest.approx(200 * TALLEST / 2000), pytest.approx(TALLEST))


def test_characters_that_the_chinese_font_lacks_are_set_in_another() -> None:
    assert runs("a·b−1") == [("STSong-Light", "a"), (OTHER_FONT, "·"), ("STSong-Light", "b-1")]


def test_repeated_numbers_repeat_the_command() -> None:
    assert list(steps("M1,2 3,4l.5-1e1z")) == [("M", [1, 2]), ("L", [3, 4]), ("l", [0.5, -10.0]), ("z", [])]


@pytest.mark.parametrize(
    ("large", "sweep", "count"), [(False, True, 1), (True, True, 3), (False, False, 1), (True, False, 3)]
)
def test_arcs_stay_on_their_circle(large: bool, sweep: bool, count: int) -> None:
    found = arcs(start=(10, 0), end=(0, 10), radii=(10, 10), turn=0, large=large, sweep=sweep)
    centre = (0, 0) if large != sweep else (10, 10)
    assert len(found) == count
    assert found[-1][4:] == (pytest.approx(0, abs=1e-9), pytest.approx(10))
    assert [hypot(one[4] - centre[0], one[5] - centre[1]) for one in found] == [pytest.approx(10)] * count
