"""How a Django form field is shown: ids and aria attributes that bind label, hint and error to the control."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.forms.widgets import Widget
from django.utils.safestring import SafeString

from .wareki import WarekiDateWidget


def describe(bound: BoundField) -> dict[str, Any]:
    """What ``web/parts/field.html`` needs to know of a bound field."""
    widget = bound.field.widget
    hint = bound.help_text or getattr(widget, "hint", lambda: "")()
    described = " ".join([f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors))
    return {
        "bound": bound,
        "kind": kind_of(widget),
        "control": control(bound, described),
        "described": described,
        "hint": hint,
        "hint_id": f"{bound.auto_id}_hint",
        "error_id": f"{bound.auto_id}_error",
        "label_for": first_id(bound),
    }


def kind_of(widget: Widget) -> str:
    """Which frame a control needs: ``group`` (several controls), ``tick``, ``file`` or ``line``."""
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple | WarekiDateWidget):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, FileInput) else "line"


def control(bound: BoundField, described: str) -> SafeString:
    """The control itself. A line is described by its hint and error; a group's frame is, not each of its controls."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {"class": css(widget)} if css(widget) else {}
    if described and kind_of(widget) != "group":
        attrs["aria-describedby"] = described
    if bound.errors and not isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


def css(widget: Widget) -> str:
    """The classes of a control: those that the form gave it, and the house's own."""
    given = str(widget.attrs.get("class", ""))
    boxed = kind_of(widget) == "line" or (isinstance(widget, Select) and kind_of(widget) != "group")
    return f"{given} input".strip() if boxed else given


def first_id(bound: BoundField) -> str:
    """Id of the first control of a field: where a label or an error link leads."""
    widget = bound.field.widget
    if isinstance(widget, WarekiDateWidget):
        return f"{bound.auto_id}_1"
    return bound.id_for_label or f"{bound.auto_id}_0"
