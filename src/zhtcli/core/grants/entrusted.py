"""What a unit that tasks are entrusted to may be paid: a share of the funds, held against the fee. Amounts in 元."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhtcli.core.forms.submission import Submission
from zhtcli.core.grants.grant import percent, total
from zhtcli.core.grants.rows import field_amount
from zhtcli.core.rules.settlementkinds import Entrusted


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee with the limit to it, exact; None where nothing usable stands.

    `missing` are those of the funds that are blank, `tasks` the tasks that are named, `strange` those of them that
    cannot be entrusted.
    """

    fee: Fraction | None
    funds: Fraction | None
    limit: Fraction | None
    missing: tuple[str, ...]
    tasks: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def excess(self) -> Fraction | None:
        """What the fee is beyond the limit; exactly the limit is none."""
        return None if self.fee is None or self.limit is None else max(Fraction(0), self.fee - self.limit)


def fee_of(kind: Entrusted, submission: Submission) -> Fee:
    """The fee of a form. Of two funds one that is blank counts for nothing; with both blank there is no limit."""
    funds = {key: field_amount(submission, key) for key in kind.of}
    known = [amount for amount in funds.values() if amount is not None]
    entry = submission.field(kind.tasks)
    named = entry.value if entry is not None and isinstance(entry.value, tuple) else ()
    whole = total(known) if known else None
    return Fee(
        fee=field_amount(submission, kind.fee),
        funds=whole,
        limit=None if whole is None else whole * percent(kind.most),
        missing=tuple(key for key, amount in funds.items() if amount is None),
        tasks=named,
        strange=tuple(one for one in named if one not in kind.allowed),
    )
