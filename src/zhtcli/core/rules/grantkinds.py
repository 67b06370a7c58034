"""The kinds of rules about money: what is recognised, at which rate, up to which cap, due when, lapsing when.

Amounts stand as the document prints them, in 万元; shares and rates in percent.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from zhtcli.core.rules.kinds import Cited, Node
from zhtcli.core.rules.settlementkinds import Entrusted, Operating, Overlap

ShareOf = Literal["of_recognised", "of_declared", "of_rest", "of_stated_total", "reject_all", "warn"]
"""What a limited share is a share of, or what happens to all of it where it is too large.

`of_recognised`: of everything recognised, itself included, so x ≤ p/(1−p) of the rest; `of_declared`: of what is
declared in eligible categories, itself included; `of_rest`: of the other eligible categories; `of_stated_total`: of
a total stated beside the rows; `reject_all`: nothing where it is too large; `warn`: all of it, and it is said.
"""


class Platforms(Cited, frozen=True, kw_only=True):
    """The register of those that are supported: recognised from the day in `since` on.

    `industries` are the lists that an industry has to stand in; `stated_total` is a column with a total in 万元.
    """

    register: str
    name: str
    code: str
    filed: str
    since: str
    industry: str
    industries: tuple[str, ...]
    stated_total: str
    owner: str = ""
    """The name of the unit that runs it."""


class LimitedShare(Cited, frozen=True, kw_only=True):
    """Of these categories at most so many percent is recognised."""

    categories: tuple[str, ...]
    most: Decimal
    of: ShareOf


class RequiredShare(Cited, frozen=True, kw_only=True):
    """Where the industry is one of `industries`, these categories make up so many percent of what is recognised.

    A miss is `for_person` (nothing yet, up to the full amount as a person decides) or has `no_effect`.
    """

    categories: tuple[str, ...]
    least: Decimal
    industries: tuple[str, ...]
    miss: Literal["for_person", "no_effect"]


class Base(Cited, frozen=True, kw_only=True):
    """What money is reckoned on: the rows of a register by category, some included, some excluded by name."""

    register: str
    platform: str
    day: str
    category: str
    amount: str
    included: tuple[str, ...]
    excluded: tuple[str, ...]
    limited: LimitedShare
    required: RequiredShare


class Assessments(Cited, frozen=True, kw_only=True):
    """The register of yearly assessments and the outcome that lets money flow."""

    register: str
    platform: str
    year: str
    outcome: str
    day: str
    passed: str


class Cap(Cited, frozen=True, kw_only=True):
    """At most so much for a platform: for its first support alone, for everything together, or for each grant."""

    amount: Decimal
    over: Literal["initial", "cumulative", "per_grant"]


class Part(Node, frozen=True, kw_only=True):
    """An instalment: its share in percent, and the event after which it is due. The last one is the rest."""

    share: Decimal
    after: Literal["recognition", "first_pass"]
    due_after: str
    """The event in words."""


class Instalments(Cited, frozen=True, kw_only=True):
    """In which parts the first support is paid.

    A failed first assessment postpones what depends on it to the first one that is passed, or forfeits it.
    """

    parts: tuple[Part, ...]
    first_failed: Literal["postponed", "forfeited"]


class FollowUp(Cited, frozen=True, kw_only=True):
    """Support for the new investment of a year after the first assessment, for `years` years.

    `counted`: the first years after the first assessment; the years since recognition, to the day; or years that
    were supported. A year that fails, or brings no investment, uses up its year, ends the support, or is skipped.
    """

    rate: Decimal
    years: int
    counted: Literal["first3", "since_recognition", "supported3"]
    failed: Literal["uses", "ends", "skips"]
    due_after: str


class Support(Cited, frozen=True, kw_only=True, tag="support", tag_field="kind"):
    """A share of what a platform has invested, in instalments, with follow-up support in later years."""

    id: str
    title: str
    follow_up_title: str
    platforms: Platforms
    base: Base
    rate: Decimal
    cap: Cap
    instalments: Instalments
    assessments: Assessments
    follow_up: FollowUp


class RunningCap(Cited, frozen=True, kw_only=True):
    """At most so much for one enterprise in a calendar year, claims taken in the order of their days.

    The year is that of use, or that of payment (where no day of payment is known: the day of landing).
    """

    amount: Decimal
    year: Literal["use", "payment"]


class Landing(Cited, frozen=True, kw_only=True):
    """Who is not yet in the district lands within so many years of use; the day of use is not counted.

    `asked_of` are the kinds of users that it is asked of. `settled` is a yes/no column: already there at the time.
    Users of the kinds `presumed` are taken to be there where the form says nothing else.
    """

    day: str
    settled: str
    years: int
    asked_of: tuple[str, ...]
    presumed: tuple[str, ...] = ()


class ServiceClaims(Cited, frozen=True, kw_only=True, tag="claims", tag_field="kind"):
    """A share of the fees that users pay to recognised platforms, claim by claim."""

    id: str
    title: str
    platforms: Platforms
    register: str
    claim: str
    user: str
    code: str
    user_kind: str
    enterprise: str
    """The kind of user that an enterprise is, and one that names no kind."""
    platform: str
    used: str
    paid: str
    fee: str
    proof: str = ""
    """The column that names invoice or contract: two claims that agree in all else are two where it differs."""
    rate: Decimal
    cap: RunningCap
    landing: Landing
    recognised_clause: str
    """Where the document says that only services of recognised platforms count."""
    due_after: str

    def asks_landing(self, user_kind: str) -> bool:
        """Whether users of this kind have to land."""
        return (user_kind or self.enterprise) in self.landing.asked_of

    def presumes_settled(self, user_kind: str) -> bool:
        """Whether users of this kind are taken to be in the district where the form says nothing else."""
        return (user_kind or self.enterprise) in self.landing.presumed


GrantRule = Support | ServiceClaims | Operating | Overlap | Entrusted
