"""How the files of an evidence folder are used: missing, ambiguous, empty, unused, shared and copied ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhtcli.core.catalogue import evidence as rules
from zhtcli.core.evidence.names import Candidate, Piece, PieceKind, comparable
from zhtcli.core.finding import CellRef, Finding, Rule, Severity
from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing
from zhtcli.core.rules.regime import Regime

_OTHERS: dict[PieceKind, str] = {"link": "链接", "text": "文号或说明"}
_SHOWN = 3
"""Paths that a sentence names before it says how many there are."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell that names evidence. `counts` is False for a register row that counts for nothing anyway."""

    text: str
    indicators: tuple[str, ...]
    at: CellRef | None
    field: str
    clause: str | None = None
    register: str | None = None
    row: str | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a cell names, and the places in the folder that it means.

    `preferred` tells that the indicator's own folder decided between places of different content, `ambiguous` that
    nothing did; `near` is the path of a file that nearly bears a missing one's name.
    """

    mention: Mention
    piece: Piece
    places: tuple[Candidate, ...] = ()
    preferred: bool = False
    ambiguous: bool = False
    near: str | None = None

    @property
    def files(self) -> tuple[EvidenceFile, ...]:
        return tuple(file for place in self.places for file in place.files)

    @property
    def named_files(self) -> tuple[EvidenceFile, ...]:
        """The files meant, or those that may be."""
        return self.files or tuple(file for place in self.piece.candidates for file in place.files)

    @property
    def sense(self) -> tuple[object, ...]:
        """Equal for uses that mean the same places for the same indicators."""
        places = self.places or self.piece.candidates
        return self.ambiguous, self.mention.indicators, tuple(place.path for place in places)


def distinct(uses: Iterable[Use]) -> list[Use]:
    """One use of each sense that means files, one that counts where there is one.

    Thousands of rows may name one folder of thousands of files: what concerns files is asked of these alone.
    """
    first: dict[tuple[object, ...], Use] = {}
    for use in uses:
        if use.piece.candidates:
            held = first.setdefault(use.sense, use)
            if use.mention.counts and not held.mention.counts:
                first[use.sense] = use
    return list(first.values())


@dataclass(frozen=True, slots=True)
class UseFinding:
    """A finding, and what it speaks of: what was named, and the files by their paths where it is about some."""

    finding: Finding
    uses: Sequence[Use] = ()
    paths: frozenset[str] = frozenset()


def use_findings(regime: Regime, listing: Listing, uses: Sequence[Use]) -> Iterator[UseFinding]:
    """What there is to say about names and files, one finding for each."""
    yield from _Uses(regime, listing, uses).findings()


class _Uses:
    def __init__(self, regime: Regime, listing: Listing, uses: Sequence[Use]) -> None:
        self.listing, self.uses = listing, uses
        self.order = {indicator.no: place for place, indicator in enumerate(regime.indicators)}
        self.of_file: dict[str, list[Use]] = {}
        meant = distinct(uses)
        self.turn = {id(use): turn for turn, use in enumerate(meant)}
        for use in meant:
            for file in use.named_files:
                self.of_file.setdefault(file.path, []).append(use)
        self.same: dict[str, list[EvidenceFile]] = {}
        for file in listing.files:
            if file.size:
                self.same.setdefault(file.content, []).append(file)

    def findings(self) -> Iterator[UseFinding]:
        for same in self._by_name(lambda use: use.piece.kind == "missing"):
            near = next((use.near for use in same if use.near), None)
            yield self._of_name(
                rules.MISSING,
                same,
                severity="error" if any(use.mention.counts for use in same) else "warning",
                near=f"，相近的有“{near}”" if near else "",
            )
        for same in self._by_name(lambda use: use.ambiguous):
            paths = [_spelt(place.path) for use in same for place in use.piece.candidates]
            paths = list(dict.fromkeys(paths))
            yield self._of_name(rules.AMBIGUOUS, same, count=len(paths), paths=_listed(paths), example=paths[0])
        for same in self._by_name(lambda use: use.preferred):
            yield self._of_name(
                rules.OWN_FOLDER, same, paths=_listed(place.path for use in same for place in use.places)
            )
        for same in self._by_name(lambda use: bool(use.places) and not any(place.files for place in use.places)):
            yield self._of_name(rules.NO_FILES, same)
        yield from self._files()
        for group in self.same.values():
            yield from self._reused(group)
        yield from self._others()

    def _files(self) -> Iterator[UseFinding]:
        for file in self.listing.files:
            uses = self.of_file.get(file.path)
            if not file.size:
                if uses is None:
                    empty = rules.EMPTY.found(raw=file.path, name=file.path, who="，没有人写到它", severity="warning")
                    yield UseFinding(empty, paths=frozenset([file.path]))
                else:
                    nos = "、".join(self._nos(uses))
                    told = self._told(rules.EMPTY, uses, name=file.path, who=f"，第{nos}项写到它")
                    yield replace(told, paths=frozenset([file.path]))
            if uses is None:
                others = [one.path for one in self.same.get(file.content, ()) if one.path != file.path]
                same = f"，内容与{_listed(others)}相同" if others else ""
                unused = rules.UNUSED.found(raw=file.path, name=file.path, same=same)
                yield UseFinding(unused, paths=frozenset([file.path]))

    def _reused(self, group: Sequence[EvidenceFile]) -> Iterator[UseFinding]:
        """Files of one content: named as different files, or as one for indicators that share no row."""
        paths = {file.path for file in group}
        # By identity: comparing uses of a folder with thousands of files would compare all of them.
        met = {id(use): use for file in group for use in self.of_file.get(file.path, ())}
        uses = sorted((use for use in met.values() if not use.ambiguous), key=lambda use: self.turn[id(use)])
        if not uses:
            return
        named = [frozenset(file.path for file in use.files) & paths for use in uses]
        common = frozenset.intersection(*named)
        if not common:
            told = [file.path for file in group if any(file.path in one for one in named)]
            copied = self._told(rules.COPIED, uses, paths=_listed(told), nos="、".join(self._nos(uses)))
            yield replace(copied, paths=frozenset(paths))
        elif not set.intersection(*(set(use.mention.indicators) for use in uses)):
            name = next(file.path for file in group if file.path in common)
            shared = self._told(rules.SHARED, uses, name=name, nos="、".join(self._nos(uses)))
            yield replace(shared, paths=frozenset(paths))

    def _others(self) -> Iterator[UseFinding]:
        kinds = Counter(use.piece.kind for use in self.uses)
        told = [f"{kinds[kind]}处写的是{word}" for kind, word in _OTHERS.items() if kinds[kind]]
        if told:
            yield UseFinding(rules.NOT_FILES.found(told="，".join(told)))
        for one in self.listing.skipped:
            rule = rules.UNREADABLE if one.unreadable else rules.SKIPPED
            yield UseFinding(rule.found(raw=one.path, name=one.path, reason=one.reason), paths=frozenset([one.path]))

    def _by_name(self, wanted: Callable[[Use], bool]) -> list[list[Use]]:
        """The uses that are wanted, those of one name together: a name that stands in many cells is told once."""
        same: dict[str, list[Use]] = {}
        for use in self.uses:
            if wanted(use):
                same.setdefault(comparable(use.piece.name), []).append(use)
        return list(same.values())

    def _of_name(self, rule: Rule, uses: Sequence[Use], severity: Severity | None = None, **words: Any) -> UseFinding:
        cells = {use.mention.at for use in uses}
        return self._told(
            rule,
            uses,
            severity=severity,
            **{
                "name": uses[0].piece.name,
                "nos": "、".join(self._nos(uses)),
                "times": f"（共{len(cells)}处写到）" if len(cells) > 1 else "",
                **words,
            },
        )

    def _told(self, rule: Rule, uses: Sequence[Use], severity: Severity | None = None, **words: Any) -> UseFinding:
        """A finding at the first cell that names it, one that counts where there is one."""
        mention = next((use.mention for use in uses if use.mention.counts), uses[0].mention)
        nos = self._nos(uses)
        found = rule.found(
            mention.at,
            indicator=nos[0] if len(nos) == 1 else None,
            field=mention.field,
            raw=mention.text,
            clause=mention.clause,
            register=mention.register,
            row=mention.row,
            severity=severity,
            **words,
        )
        return UseFinding(found, uses)

    def _nos(self, uses: Iterable[Use]) -> list[str]:
        nos = {no for use in uses for no in use.mention.indicators}
        return sorted(nos, key=lambda no: self.order.get(no, -1))


def _spelt(path: str) -> str:
    """A path as a cell can name it beyond doubt: what stands at the top begins with `./`."""
    return path if "/" in path else f"./{path}"


def _listed(paths: Iterable[str]) -> str:
    told = list(dict.fromkeys(paths))
    more = f"等{len(told)}个" if len(told) > _SHOWN else ""
    return "、".join(f"“{path}”" for path in told[:_SHOWN]) + more
