"""The workbook for one expert: 评分 with units and judged indicators, 裁定 for decisions, 填写说明, and the identity.

It shows nothing of what applicants typed or other experts gave. The same call gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from zhtcli.core.forms.layout import IDENTITY, template_number
from zhtcli.core.period import Form, period_label
from zhtcli.core.points.expertsheet import NOTES, ROLE, RULINGS, SCORES, judged_items
from zhtcli.core.rules.regime import Regime
from zhtcli.core.rules.unit import Unit
from zhtcli.workbook import styles
from zhtcli.workbook.expert.notes import write_notes
from zhtcli.workbook.expert.pages import write_rulings, write_scores
from zhtcli.workbook.writing import CREATED, SAFE_OPTIONS, Formats, Sheet


def write_expert_form(regime: Regime, digest: str, form: Form, units: Sequence[Unit] = ()) -> bytes:
    """The workbook for one expert to fill; without units the rows are left blank.

    A regime in which experts judge nothing has no sheet 评分.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, SAFE_OPTIONS)
    formats = Formats(workbook)
    items = judged_items(regime)
    names = ((SCORES,) if items else ()) + (RULINGS, NOTES, IDENTITY)
    sheets = {name: Sheet(workbook.add_worksheet(name), formats) for name in names}
    number = template_number(form, regime.version, digest)
    title = _title(regime, form)

    if items:
        write_scores(workbook, sheets[SCORES], title, number, items, units)
    write_rulings(sheets[RULINGS], title, number, regime, form)
    write_notes(sheets[NOTES], title, number, regime, items, form)
    identity = {"form": form.id, "regime": regime.id, "version": regime.version, "digest": digest, "role": ROLE}
    for row, (key, text) in enumerate(identity.items(), 1):
        sheets[IDENTITY].text(row, 1, key, styles.PLAIN)
        sheets[IDENTITY].text(row, 2, text, styles.PLAIN)

    for name, sheet in sheets.items():
        _set_up_page(sheet.raw, regime, number, landscape=name in (SCORES, RULINGS))
    sheets[names[0]].raw.activate()
    sheets[IDENTITY].raw.very_hidden()
    workbook.set_properties({"title": f"{title} 专家评分", "created": CREATED})
    for key, text in identity.items():
        if key != "regime":
            workbook.set_custom_property(f"zht_{key}", text, "text")
    workbook.close()
    return buffer.getvalue()


def _title(regime: Regime, form: Form) -> str:
    """The regime's title, with the period where its forms have one."""
    if form.period is None:
        return regime.title
    return f"{regime.title}　{period_label(form.period)}{'' if 'q' in form.period else '度'}"


def _set_up_page(worksheet: Any, regime: Regime, number: str, *, landscape: bool) -> None:
    """A4, as wide as the paper, with the regime above and page numbers below."""
    worksheet.set_paper(9)
    worksheet.set_landscape() if landscape else worksheet.set_portrait()
    worksheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.hide_gridlines(2)
    worksheet.fit_to_pages(1, 0)
    short = regime.short.replace("&", "&&")
    worksheet.set_header(f'&L&"{styles.BODY}"&9{short}&R&"{styles.BODY}"&9{number}', {"margin": 0.3})
    worksheet.set_footer(f'&C&"{styles.BODY}"&9第&P页/共&N页', {"margin": 0.3})
