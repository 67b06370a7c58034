"""What the experts of one unit came to on one judged indicator."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.figures.expertscore import ExpertScore
from zhtcli.core.rounding import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """The scores that count, and the value they come to: their mean, or what the panel settled.

    `left_out` are the highest and the lowest where the mean is trimmed. `arbitration` decides where there is one.
    """

    scores: tuple[ExpertScore, ...]
    left_out: tuple[ExpertScore, ...] = ()
    arbitration: ExpertScore | None = None

    @property
    def mean(self) -> Fraction | None:
        """The mean of the scores that are not left out; None where only the panel spoke."""
        kept = [one.score for one in self.scores if one not in self.left_out]
        return sum(kept, Fraction(0)) / len(kept) if kept else None

    @property
    def value(self) -> Fraction:
        if self.arbitration is not None:
            return self.arbitration.score
        return self.mean or Fraction(0)

    @property
    def spread(self) -> Fraction | None:
        """Highest less lowest of all scores; None where there are none."""
        points = [one.score for one in self.scores]
        return max(points) - min(points) if points else None

    @property
    def sentence(self) -> str:
        """`3 位专家 4、3.5、3 分，平均 3.5 分，高低相差 1 分；裁定 3.8 分（…）`."""
        told = []
        if self.scores:
            points = "、".join(shown(one.score) for one in self.scores)
            dropped = "、".join(shown(one.score) for one in self.left_out)
            without = f"，去掉最高和最低（{dropped}）" if dropped else ""
            told.append(
                f"{len(self.scores)} 位专家评 {points} 分{without}，平均 {shown(self.mean, 4)} 分"
                f"，高低相差 {shown(self.spread)} 分"
            )
        if self.arbitration is not None:
            reason = f"（{self.arbitration.reason}）" if self.arbitration.reason else ""
            told.append(f"裁定 {shown(self.arbitration.score)} 分{reason}")
        return "；".join(told)
