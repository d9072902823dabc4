"""Which system of coordinates the places of a table come in, as lines of a form: pairs of columns, and geometries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.publishing.rules import SYSTEMS, PlaceChoices
from zhanqiao.data_center.storage.rules import DeclaredPlaces
from zhanqiao.kit.coordinates import System

NO_COLUMN = ("", "–")


class PairForm(forms.Form):
    """A longitude, a latitude, and the system they come in."""

    longitude = forms.ChoiceField(label=_("Longitude"), required=False)
    latitude = forms.ChoiceField(label=_("Latitude"), required=False)
    system = forms.ChoiceField(label=_("System of coordinates"))

    def __init__(self, *args: Any, numbers: tuple[str, ...], **kwargs: Any) -> None:
        """Offer the columns of numbers."""
        super().__init__(*args, **kwargs)
        columns = [NO_COLUMN, *((name, name) for name in numbers)]
        for field in ("longitude", "latitude"):
            self.fields[field] = forms.ChoiceField(label=self.fields[field].label, choices=columns, required=False)
        self.fields["system"] = _system_field()

    def places(self) -> DeclaredPlaces | None:
        """Return what was declared; None where no column was chosen, or nothing is to be converted."""
        said = self.cleaned_data
        if not (said["longitude"] or said["latitude"]):
            return None
        found = DeclaredPlaces(longitude=said["longitude"], latitude=said["latitude"], system=System(said["system"]))
        return found if found.is_converted else None


class ShapeForm(forms.Form):
    """The system in which a column of geometries comes."""

    system = forms.ChoiceField(label=_("System of coordinates"))

    def __init__(self, *args: Any, column: str, **kwargs: Any) -> None:
        """Keep the column."""
        super().__init__(*args, **kwargs)
        self.column = column
        self.fields["system"] = _system_field()

    def places(self) -> DeclaredPlaces | None:
        """Return what was declared; None where nothing is to be converted."""
        found = DeclaredPlaces(geometry=self.column, system=System(self.cleaned_data["system"]))
        return found if found.is_converted else None


class PlacesForm:
    """All declarations of one table; empty for a table without places."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        prefix: str,
        choices: PlaceChoices,
        declared: tuple[DeclaredPlaces, ...],
    ) -> None:
        """Begin with what is declared, then with what looks like places, and a free line where two columns are numbers."""
        said = {(one.longitude, one.latitude): one.system for one in declared if not one.geometry}
        pairs = list(dict.fromkeys([*said, *choices.pairs]))
        if not pairs and len(choices.numbers) > 1:
            pairs = [("", "")]
        self.proposed = bool(choices.pairs or choices.geometries or said)
        self.pairs = [
            PairForm(
                data,
                prefix=f"{prefix}-pair{place}",
                numbers=choices.numbers,
                initial={"longitude": pair[0], "latitude": pair[1], "system": said.get(pair, System.WGS84).value},
            )
            for place, pair in enumerate(pairs)
        ]
        known = {one.geometry: one.system for one in declared if one.geometry}
        self.shapes = [
            ShapeForm(
                data,
                prefix=f"{prefix}-shape{place}",
                column=name,
                initial={"system": known.get(name, System.WGS84).value},
            )
            for place, name in enumerate(choices.geometries)
        ]

    @property
    def lines(self) -> list[PairForm | ShapeForm]:
        """Return every line."""
        return [*self.pairs, *self.shapes]

    def is_valid(self) -> bool:
        """Say whether every line is in order; all are checked, so that every problem shows."""
        checked = [line.is_valid() for line in self.lines]
        return all(checked)

    def places(self) -> tuple[DeclaredPlaces, ...]:
        """Return what was declared and has to be converted."""
        return tuple(found for line in self.lines if (found := line.places()) is not None)


def _system_field() -> forms.ChoiceField:
    language = get_language() or "zh-hans"
    choices = [(system.value, text.in_language(language)) for system, text in SYSTEMS.items()]
    return forms.ChoiceField(label=_("System of coordinates"), choices=choices)
