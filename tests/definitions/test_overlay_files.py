"""An overlay file that is odd is refused in one sentence with file and line; the samples are as they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import builders
from zhtcli.definitions.lint import lint
from zhtcli.definitions.overlaid import overlaid
from zhtcli.definitions.overlayfile import BrokenOverlay

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "overlays"
HEAD = 'overlay: shi\ntitle: 试\nregime: {regime}\nsource: 《试》\ntotal: "{total}"\n'
JIAXING = ("jiaxing", "10")


def write(folder: Path, text: str) -> Path:
    file = folder / "shi.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, said: str, regime: str = "bishan", total: str = "100") -> str:
    """The sentence; what the file says starts on line 6."""
    with pytest.raises(BrokenOverlay) as told:
        overlaid(write(folder, HEAD.format(regime=regime, total=total) + said))
    return str(told.value)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("scor: 1\n", "第6行（scor）：没有“scor”这个键"),
        ("title: 再\n", "第6行：“title”写了两次"),
        ("indicators: [5]\n", "第6行（indicators）：应是键和值，写的是列表"),
        (
            'indicators:\n  "1": 2\n  "31": 2\n',
            "第8行（indicators.31）：“bishan”没有第31项指标；现有 1 至 30",
        ),
        (
            'indicators: {"5": {points: 5}}\n',
            "第5行（total）：总分写 100 分，各项分值之和是 102 分（没有写到的 29 项照文件原有的分值）",
        ),
        ('indicators: {"5": {points: -3}}\n', "第6行（indicators.5.points）：分值不能小于 0"),
        ('indicators: {"5": {points: NaN}}\n', "第6行（indicators.5.points）：不是数"),
        ('indicators: {"5": {points: 1e400}}\n', "第6行（indicators.5.points）：不是数"),
        ('indicators: {"5": {points: 三}}\n', "第6行（indicators.5.points）：不是数"),
        ('indicators: {"5": {clause: 3}}\n', "第6行（indicators.5.clause）：应是文本，写的是整数"),
        ('indicators: {"5": {target: 50}}\n', "第6行（indicators.5.target）：第5项的目标以文件为准，不能另写"),
        (
            "score: {kind: as_is}\n",
            "第6行（score.kind）：“as_is”不在可选的值之中；可写 proportional、all_or_nothing、bands、step",
        ),
        (
            "score: {kind: proportional, floor: 60}\n",
            "第6行（score.floor）：floor 写成大于 0、小于 1 的小数：完成率60%写 0.6",
        ),
        ("score: {kind: bands, bands: []}\n", "第6行（score.bands）：至少要写一档"),
        (
            "score: {kind: bands, bands: [{from: 100, points: 5}]}\n",
            "第6行（score.bands.0.points）：最高一档写 5，应等于第1项分值 2 分",
        ),
        (
            "score:\n  kind: bands\n  unit: percent\n  bands:\n  - {from: 90, points: 100}\n"
            "  - {from: 95, points: 90}\n",
            "第11行（score.bands.1.from）：各档按完成率从高到低写，不能重复",
        ),
        (
            "score:\n  kind: bands\n  unit: percent\n  bands:\n  - {from: 90, points: [80, 100]}\n"
            "  - {from: 60, points: 81}\n",
            "第11行（score.bands.1.points）：完成率低的一档，分数不能高过上一档",
        ),
        (
            "score: {kind: bands, unit: percent, inside: linear, bands: [{from: 90, points: [80, 100]}]}\n",
            "第6行（score.bands.0.points）：档内按比例计分时，最高一档没有上限，只能写一个分数",
        ),
        (
            "score: {kind: bands, unit: percent, bands: [{from: 90, points: [80]}]}\n",
            "第6行（score.bands.0.points）：应有 2 个，写了 1 个",
        ),
        ("score: {kind: step, each: 0, minus: 1}\n", "第6行（score.each）：each 要大于 0"),
        (
            "score: {kind: step, each: 2, minus: 1, plus: 1}\n",
            "第6行（score）：超额加分要把 over_each、plus、up_to 三项都写上",
        ),
        ("score: {kind: step, each: 2, minus: 3}\n", "第6行（score.minus）：一次扣 3，比分值还多"),
        ("grades: 四档\n", "第6行（grades）：没有“四档”这张等次表；可写 mof_4grade，或逐档列出"),
        (
            "grades:\n  - {name: 好, from: 90}\n  - {name: 差, from: 1}\n",
            "第8行（grades.1）：最低的等次要从 0 分起（from: 0），每个分数才都有等次",
        ),
        (
            "grades: [{name: 好, from: 0}, {name: 差, from: 60}]\n",
            "第6行（grades.1）：各等次按分数从高到低写，不能重复",
        ),
        ("grades: [{name: 好, from: 9}, {name: 好, from: 0}]\n", "第6行（grades.1）：等次“好”写了两次"),
        (
            "grades: [{name: 好, from: 101}, {name: 差, from: 0}]\n",
            "第6行（grades.0）：“好”要 101 分，最高只能得 100 分",
        ),
        (
            "gates: [{title: 甲, when: {kind: says_yes, field: county}, total: 0}]\n",
            "第6行（gates.0.when.field）：没有“county”这个填是或否的栏目；可写 no_demand_20",
        ),
        (
            "gates: [{title: 甲, when: {kind: says_yes, field: no_demand_20}}]\n",
            "第6行（gates.0）：结果只能写一样：grade、grade_at_most、total、total_at_most",
        ),
        (
            "gates: [{title: 甲, when: {kind: says_yes, field: no_demand_20}, grade: 差}]\n",
            "第6行（gates.0.grade）：grades 里没有“差”这个等次",
        ),
        (
            "gates: [{title: 甲, when: {kind: says_yes, field: no_demand_20}, total: 120}]\n",
            "第6行（gates.0.total）：总分要在 0 到 100 之间",
        ),
        (
            'gates: [{title: 甲, when: {kind: completion_below, indicators: ["40"], percent: 60}, total: 0}]\n',
            "第6行（gates.0.when.indicators）：第40项不计分，不能作条件",
        ),
        (
            "gates: [{title: 甲, when: {kind: below}, total: 0}]\n",
            "第6行（gates.0.when.kind）：“below”不在可选的值之中；可写 completion_below、says_yes",
        ),
    ],
)
def test_what_is_odd_is_told_with_its_line(tmp_path: Path, said: str, sentence: str) -> None:
    assert refused(tmp_path, said) == f"shi.yaml {sentence}"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            'indicators: {"1": {target: 5, score: {kind: proportional}}}\n',
            "第6行（indicators.1）：没有写第1项的分值（points）",
        ),
        (
            'indicators: {"1": {points: 10, target: 5}}\n',
            "第6行（indicators.1）：没有写第1项怎样得分（score）；也可以在最上层写一个各项共用的 score",
        ),
        (
            'score: {kind: proportional}\nindicators: {"1": 10}\n',
            "第7行（indicators.1）：第1项在文件里没有目标，要写目标（target）",
        ),
        (
            'score: {kind: proportional}\nindicators: {"1": {points: 10, target: 0}}\n',
            "第7行（indicators.1.target）：目标要大于 0",
        ),
        ("", "第5行（total）：总分写 10 分，各项分值之和是 0 分"),
    ],
)
def test_a_document_without_points_needs_points_rules_and_targets(tmp_path: Path, said: str, sentence: str) -> None:
    assert refused(tmp_path, said, *JIAXING) == f"shi.yaml {sentence}"


@pytest.mark.parametrize(("no", "why"), [("3", "由几个条件组成"), ("17", "由专家评分"), ("9", "按事项逐个计分")])
def test_points_that_no_completion_gives_cannot_be_changed(tmp_path: Path, no: str, why: str) -> None:
    said = f'indicators: {{"{no}": {{points: 4}}}}\n'
    assert refused(tmp_path, said, "changzhou", "50").endswith(f"第{no}项{why}，叠加规则不能改它的分")


def test_a_shared_rule_leaves_alone_what_no_completion_gives(tmp_path: Path) -> None:
    text = HEAD.format(regime="changzhou", total="50") + "score: {kind: all_or_nothing}\n"
    nodes = {node["no"]: node for node in overlaid(write(tmp_path, text)).definition.tree["indicators"]}
    shipped = {node["no"]: node for node in builders.load("changzhou").tree["indicators"]}
    assert all(nodes[no] == shipped[no] for no in ("3", "9", "17"))
    assert any(node["score"] == {"kind": "all_or_nothing"} for node in nodes.values())


@pytest.mark.parametrize(
    ("regime", "sentence"),
    [
        ("cixi", "第3行（regime）：没有“cixi”这个制度；现有：bishan"),
        ("wuqing-subsidy", "第3行（regime）：“wuqing-subsidy”没有指标，不能按叠加规则计分"),
    ],
)
def test_a_regime_that_is_not_there_or_has_no_indicators(tmp_path: Path, regime: str, sentence: str) -> None:
    assert refused(tmp_path, "", regime).startswith(f"shi.yaml {sentence}")


@pytest.mark.parametrize("data", [b"", b"- 1\n", b"title: x\n", b"5\n"])
def test_what_is_no_overlay_at_all(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "shi.yaml").write_bytes(data)
    with pytest.raises(BrokenOverlay, match=r"^shi\.yaml 第1行：内容不是一份叠加规则"):
        overlaid(tmp_path / "shi.yaml")


@pytest.mark.parametrize(("data", "said"), [(b"\xff\xfe", "UTF-8"), (b"overlay: [", "不是合法的 YAML")])
def test_what_is_no_text_or_no_yaml(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "shi.yaml").write_bytes(data)
    with pytest.raises(BrokenOverlay, match=said):
        overlaid(tmp_path / "shi.yaml")


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_samples_can_be_used_and_say_that_they_are_examples(file: Path) -> None:
    overlay = overlaid(file).overlay
    assert "示例" in overlay.title
    assert "并非实际文件" in overlay.source


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"score": {"kind": "step", "each": "2", "minus": "1"}}, "按档或按步计分"),
        ({"score": {"kind": "bands", "bands": [{"from": "0", "points": "2"}]}}, "按档或按步计分"),
        ({"points_clause": "另一份文件"}, "points_clause"),
    ],
)
def test_a_definition_may_not_hold_what_only_a_paper_of_the_users_own_says(node: dict[str, Any], said: str) -> None:
    shipped = builders.definition()
    first, *rest = shipped.tree["indicators"]
    broken = replace(shipped, tree={**shipped.tree, "indicators": [{**first, **node}, *rest]})
    assert any(said in complaint.message for complaint in lint(broken))


def test_an_overlaid_definition_is_refused_as_a_definition_because_of_its_overlay() -> None:
    complaints = lint(overlaid(SAMPLES / "bishan-fendang.yaml").definition)
    assert any(complaint.message.startswith("等次和否决只能写在叠加规则里") for complaint in complaints)
