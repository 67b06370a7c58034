"""Regimes and forms by the names that people type."""

from __future__ import annotations

from zhtcli.core.forms.layout import Layout, lay_out
from zhtcli.core.period import Form, period_label
from zhtcli.core.rules.regime import Definition, Regime
from zhtcli.definitions.load import BrokenDefinition, load, load_regime, shipped
from zhtcli.workflow.faults import UnknownForm


def definition_of(regime_id: str) -> Definition:
    """The shipped definition of a regime. Raises UnknownForm."""
    try:
        return load(regime_id)
    except KeyError:
        raise UnknownForm(f"没有“{regime_id}”这个制度。现有：{'、'.join(shipped())}。") from None
    except BrokenDefinition as fault:
        raise UnknownForm(f"制度定义不能用：{fault}。") from None


def regime_of(regime_id: str) -> Regime:
    """A regime under its default readings. Raises UnknownForm."""
    definition_of(regime_id)
    try:
        return load_regime(regime_id)
    except BrokenDefinition as fault:
        raise UnknownForm(f"制度定义不能用：{fault}。") from None


def form_of(name: str) -> Form:
    """The form of a name such as `bishan-2026`. Raises UnknownForm, which lists what there is."""
    form = Form.parse(name)
    if form is None:
        raise UnknownForm(f"“{name}”不是表单名；表单名像 bishan-2026。用 zht regimes 查看现有的表单。")
    regime = regime_of(form.regime)
    if not regime.has(form):
        asked = "季度" if regime.calendar is not None and regime.calendar.every == "quarter" else "年份"
        what = f"没有写{asked}" if form.period is None else f"没有{period_label(form.period)}的表"
        raise UnknownForm(f"“{form.regime}”{what}。现有的表单：{regime.form_names()}。")
    return form


def named(name: str) -> Form:
    """What `--regime` names: a form, or a regime whatever its periods (period None). Raises UnknownForm."""
    form = Form.parse(name)
    return form if form and form.period is None and regime_of(form.regime) else form_of(name)


def layout_of(form: Form) -> Layout:
    """The layout of a known form."""
    return lay_out(regime_of(form.regime), form)


def all_regimes() -> tuple[Regime, ...]:
    return tuple(regime_of(name) for name in shipped())
