"""A map as an address: what is read from it, what is written into it."""

from __future__ import annotations

from urllib.parse import parse_qs

from zhanqiao.core_services.mapping.rules import LayerState
from zhanqiao.portal.map_service.rules import MapState, edited, map_state


def read(query: str) -> MapState:
    return map_state(given=parse_qs(query.lstrip("?"), keep_blank_values=True))


FULL = MapState(
    layers=(
        LayerState(table="tbl_a"),
        LayerState(
            table="tbl_b",
            style="classes",
            by="面积 & 周长",
            of="sum:泊位;数",
            cut="equal",
            classes=7,
            opacity=55,
            colour=3,
            time="日期",
            where="名称 = 'a&b=c'",
            as_of="rel_1",
            hidden=True,
        ),
    ),
    base="none",
    swipe=True,
    view="9.50/36.1/120.3",
    at="2019",
)


def test_a_map_comes_back_from_its_address() -> None:
    assert read(FULL.address()) == FULL
    assert read(MapState().query) == MapState()
    assert MapState().query == ""


def test_what_is_usual_is_not_written() -> None:
    assert MapState(layers=(LayerState(table="tbl_a"),)).query == "?layer=table%3Dtbl_a"


def test_what_makes_no_sense_counts_as_not_given() -> None:
    found = read(
        "layer=as%3Dsingle&layer=table%3Dtbl_a%26as%3Dmagic%26classes%3D99%26opacity%3D-5%26cut%3Dno&base=mars&swipe=2"
    )
    assert found == MapState(layers=(LayerState(table="tbl_a", classes=7),))


def test_a_map_has_no_more_layers_than_a_reader_tells_apart() -> None:
    assert len(read("&".join(["layer=table%3Dt"] * 20)).layers) == 8


def test_a_layer_is_added_moved_hidden_and_taken_away() -> None:
    one, other = LayerState(table="tbl_a"), LayerState(table="tbl_b")
    state = MapState(layers=(one,))
    both = read(state.with_layer(other))
    assert both.layers == (one, other)
    assert read(both.moved(0, 1)).layers == (other, one)
    assert (both.moved(0, -1), both.moved(1, 1)) == ("", "")
    assert read(both.without(0)).layers == (other,)
    assert both.changed(1, hidden=True).layers[1].hidden


def test_a_form_changes_its_layer_and_keeps_what_it_does_not_ask() -> None:
    given = {"edit": ["1"], "as": ["categories"], "by": ["区市"], "opacity": ["80"]}
    found = edited(state=FULL, given=given)
    assert found is not None
    assert found.layers[0] == FULL.layers[0]
    layer = found.layers[1]
    assert (layer.style, layer.by, layer.opacity) == ("categories", "区市", 80)
    assert (layer.where, layer.as_of, layer.time, layer.hidden) == ("名称 = 'a&b=c'", "rel_1", "日期", True)


def test_an_emptied_field_of_a_form_is_emptied() -> None:
    found = edited(state=FULL, given={"edit": ["1"], "time": [""]})
    assert found is not None
    assert found.layers[1].time == ""


def test_no_form_or_one_of_a_layer_that_is_gone_changes_nothing() -> None:
    assert edited(state=FULL, given={}) is None
    assert edited(state=FULL, given={"edit": ["2"], "by": ["x"]}) is None
    assert edited(state=FULL, given={"edit": ["x"]}) is None
