"""What people read about a year's money: amounts as entered are said to be so, and limits stand beside them."""

from __future__ import annotations

from typing import Any

from core import forms
from zhtcli.report.text.entitled import entitled_lines


def _text(form: str, fields: dict[str, Any], registers: dict[str, Any]) -> str:
    cover = {"level": "宁波市级", "cycle_start": "2025-03-01"} if form.startswith("cixi") else {}
    told = {"unit": "某某单位", **cover, **fields}
    one = forms.submission({"form": form, "fields": told, "registers": registers})
    return "\n".join(entitled_lines(forms.assessed(one, []), 200, lambda text, _style: text))


def test_a_document_without_ratios_says_that_amounts_are_as_entered() -> None:
    own = [{"key": "仪器采购合同", "amount": 10, "clause": "第十六条"}]
    text = _text("cixi-consortium-2026", {}, {"own_support": own})
    lines = [line.split() for line in text.splitlines()]
    assert ["本办法补助（就高不重复）", "仪器采购合同", "2026", "100,000.00", "100,000.00", "应拨付"] in lines
    assert "    比例原文没有印，照填报数列出（第十六条）" in text


def test_the_limit_of_entrusted_fees_stands_beside_what_it_is_a_share_of() -> None:
    text = _text("cixi-center-2026", {"upper_grant": 300, "local_match": 100, "entrusted_fee": 201}, {})
    assert "上级补助与本级配套合计（配套比例原文没有印，照填报数） 4,000,000.00元（第二十条）" in text
    assert "委托建设管理费用限额 2,000,000.00元（第二十条）" in text
    assert "委托建设管理费用超限 10,000.00元（第二十条）" in text


def test_a_year_names_the_rows_that_do_not_count_and_what_was_prepaid() -> None:
    rows = [
        {"date": "2026-03-01", "purpose": "平台及展厅", "payee": "甲", "amount": 30},
        {"date": "2026-03-01", "purpose": "专职薪酬", "payee": "李四", "amount": 3, "full_time": False},
    ]
    text = _text("cixi-complex-2026", {"prepaid": 40}, {"spending": rows})
    assert "“2026-03-01/专职薪酬/李四”减 30,000.00元，兼职人员的薪酬，只计专职人员（第十条）" in text
    assert "还没有2026年度目标考核验收的结果；已预拨 40万元，照此结算应收回 10万元（第十条）" in text
    assert "第1笔 400,000.00元，已预拨（第十条）" in text


def test_a_refused_claim_and_one_that_the_cap_takes_are_told_once_with_the_clause_that_does_it() -> None:
    platform = {"platform": "甲平台", "uscc": "91120114MA0WQ1A04J", "industry": "新材料", "certified_on": "2024-03-01"}
    claim = {
        "enterprise": "丙公司",
        "uscc": "91120114MA0WQ3C619",
        "kind": "企业",
        "platform": "甲平台",
        "settled": True,
    }
    rows = [
        {**claim, "id": "1", "use_date": "2023-02-03", "fee": 5},
        {**claim, "id": "2", "use_date": "2026-02-03", "fee": 125},
        {**claim, "id": "3", "use_date": "2026-03-03", "fee": 50},
        {**claim, "id": "4", "use_date": "2026-05-03", "fee": 5, "enterprise": "丁队", "uscc": "T1", "kind": "团队"},
    ]
    rows[3]["settled"] = False
    lines = _text("wuqing-subsidy-2026", {}, {"platforms": [platform], "claims": rows}).splitlines()
    said = [line.strip() for line in lines if line.startswith("    ")]
    assert said == [
        "没有认定的投资额（六（三）1）",
        "减 50,000.00元，使用在平台认定（2024-03-01）之前（六（三）2）",
        "减 400,000.00元，丙公司2026年的补贴累计已到100万元，没有余额可以拨付（六（二）2）",
        "尚未落户，最迟2027-05-03落户（六（二）2）",
    ]
