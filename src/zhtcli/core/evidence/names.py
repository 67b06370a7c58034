"""What people write in evidence cells, matched against the files of a folder.

Names are compared after NFKC and casefold, with their ending or without it; a name may be a relative path, and the
name of a folder stands for all that is in it. A cell may hold several, parted by line ends, ；，、. What is found in
the folder is a file; what is not and bears an ending of a known kind of file is a missing one; an address is a
link; all else (document numbers, descriptions) is text, and never called missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhtcli.core.forms.evidencefolder import EvidenceFile, Listing

_KINDS = (
    "pdf ofd caj doc docx docm dot dotx wps wpt odt rtf txt md xls xlsx xlsm xlsb et ods csv ppt pptx pps ppsx dps odp "
    "jpg jpeg jpe png gif bmp tif tiff webp heic heif svg psd dwg dxf mp4 mov avi mkv wmv mpg mpeg mp3 wav wma m4a amr "
    "zip rar 7z tar gz eml msg mht htm html xml json"
)
_ENDING = rf"\.(?:{'|'.join(sorted(_KINDS.split(), key=len, reverse=True))})"
_ENDED = re.compile(rf".+?{_ENDING}(?![0-9a-z._])", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"(?:https?://|ftp://|www\.)[!-~]+", re.IGNORECASE)
_SEPARATORS = tuple(map(re.compile, (r"[\r\n\v]+", "[;；]", "[,，]", "[、､]")))
_OPENING, _CLOSING = "(（[［{｛<《〈“‘「『【〔", ")）]］}｝>》〉”’」』】〕"
_BRACKETS = re.compile(f"[{re.escape(_OPENING + _CLOSING)}\"']")
_ROUND = "()（）"
_AROUND = " \t\u3000\"'。:：/" + "".join(sorted({*_OPENING, *_CLOSING} - {*_ROUND}))
"""What may stand around a name and is no part of it; round brackets may be (`合同（终稿）`)."""
_JOINING = re.compile(r"^(?:以及|和|及|与|/)\s*")
_STEM = re.compile(r"(.+)\.[0-9a-z]{1,5}", re.DOTALL)
_DRIVE = re.compile(r"[a-z]:")
_LETTERS = re.compile(r"[\W_]+")

Parts = tuple[str, ...]
PieceKind = Literal["file", "missing", "link", "text"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name can mean: files in one folder that bear the name, or a folder with all its files."""

    path: str
    files: tuple[EvidenceFile, ...]

    @property
    def contents(self) -> frozenset[str]:
        return frozenset(file.content for file in self.files)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a cell names. A `file` has candidates, one for each place where it stands."""

    kind: PieceKind
    name: str
    candidates: tuple[Candidate, ...] = ()


def comparable(name: str) -> str:
    """A name as names of files are compared: NFKC, casefold."""
    return unicodedata.normalize("NFKC", name).casefold()


class Names:
    """The names of one listing, ready to be asked. What a text means is worked out once."""

    def __init__(self, listing: Listing) -> None:
        self._root = comparable(listing.name)
        self._by_name: dict[str, list[tuple[Parts, EvidenceFile]]] = {}
        self._by_stem: dict[str, list[tuple[Parts, EvidenceFile]]] = {}
        self._near: dict[str, str] = {}
        self._folders: dict[str, list[tuple[Parts, str]]] = {}
        self._files = [(_parts(comparable(file.path)), file) for file in listing.files]
        for parts, file in self._files:
            self._by_name.setdefault(parts[-1], []).append((parts, file))
            if stem := _STEM.fullmatch(parts[-1]):
                self._by_stem.setdefault(stem[1], []).append((parts, file))
            self._near.setdefault(_letters(parts[-1]), file.path)
        for folder in listing.folders:
            parts = _parts(comparable(folder))
            self._folders.setdefault(parts[-1], []).append((parts, folder))
        self._read: dict[str, tuple[Piece, ...]] = {}
        self._asked: dict[str, tuple[Candidate, ...]] = {}

    def read(self, text: str) -> tuple[Piece, ...]:
        """What a cell's text names, in its order."""
        if text not in self._read:
            self._read[text] = tuple(self._pieces(text))
        return self._read[text]

    def near(self, name: str) -> str | None:
        """The path of a file whose name differs in its folder, its ending, blanks or marks alone."""
        last = _parts(comparable(name).replace("\\", "/"))[-1:]
        return self._near.get(_letters(last[0])) if last else None

    def _pieces(self, text: str) -> Iterator[Piece]:
        past = 0
        for link in _LINK.finditer(text):
            yield from self._split(text[past : link.start()])
            yield Piece("link", link[0])
            past = link.end()
        yield from self._split(text[past:])

    def _split(self, text: str, level: int = 0) -> Iterator[Piece]:
        """Apart at the strongest separator first, and only where the whole is no file: `甲、乙.pdf` may be one."""
        text = text.strip()
        if not text.strip(_AROUND + _ROUND):
            return
        if found := self._found(text):
            yield found
        elif level == len(_SEPARATORS):
            yield from self._named(text)
        else:
            for part in _SEPARATORS[level].split(text):
                yield from self._split(part, level + 1)

    def _named(self, text: str) -> Iterator[Piece]:
        """Names within a phrase, told by their endings; else what its brackets hold, where that is a file."""
        past = 0
        for ended in _ENDED.finditer(text):
            yield self._ended(_JOINING.sub("", _opened(ended[0].strip(_AROUND))))
            past = ended.end()
        if past:
            return
        rest = _closed(text.strip(_AROUND + _ROUND), text)
        inner = [found for part in _BRACKETS.split(rest) if (found := self._found(part)) is not None]
        yield from inner or [Piece("text", rest)]

    def _ended(self, name: str) -> Piece:
        """A name with an ending; words before it (`见 `, `附件1:`) go where only the rest is a file."""
        for start in [0, *(found.end() for found in re.finditer(r"[:：\s]+", name))]:
            if found := self._found(name[start:]):
                return found
        return Piece("missing", name)

    def _found(self, name: str) -> Piece | None:
        for told in dict.fromkeys((name, name.strip(_AROUND))):
            if candidates := self._candidates(comparable(told).strip().replace("\\", "/")):
                return Piece("file", told, candidates)
        return None

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        if name not in self._asked:
            self._asked[name] = self._looked_up(name)
        return self._asked[name]

    def _looked_up(self, name: str) -> tuple[Candidate, ...]:
        parts = _parts(name)
        if not parts or ".." in parts:
            return ()
        foreign = name.startswith("/") or bool(_DRIVE.fullmatch(parts[0]))
        anchored = name.startswith("./")
        if len(parts) > 1 and parts[0] == self._root:
            inside = self._places(parts[1:], anchored=True, foreign=False)
            if inside:
                return inside
        return self._places(parts, anchored=anchored, foreign=foreign)

    def _places(self, parts: Parts, *, anchored: bool, foreign: bool) -> tuple[Candidate, ...]:
        for index in (self._by_name, self._by_stem):
            fitting = [
                (own, file)
                for own, file in index.get(parts[-1], ())
                if _fits(own[:-1], parts[:-1], anchored=anchored, foreign=foreign)
            ]
            # A whole path means the file that stands there and no other.
            fitting = [one for one in fitting if len(parts) > 1 and len(one[0]) == len(parts)] or fitting
            if fitting:
                return _by_folder(file for _, file in fitting)
        return tuple(
            Candidate(path, tuple(file for below, file in self._files if below[: len(own)] == own))
            for own, path in self._folders.get(parts[-1], ())
            if _fits(own[:-1], parts[:-1], anchored=anchored, foreign=foreign)
        )


def _fits(above: Parts, told: Parts, *, anchored: bool, foreign: bool) -> bool:
    """Whether the folders above a file are those that were told, as far as they were.

    Of a path that begins elsewhere (`D:/…`), what the folder holds of it has to be its end.
    """
    if anchored:
        return above == told
    if foreign:
        return not above or told[-len(above) :] == above
    return not told or above[-len(told) :] == told


def _by_folder(files: Iterator[EvidenceFile]) -> tuple[Candidate, ...]:
    """Files of one name in one folder (`清单.pdf`, `清单.xlsx`) belong together."""
    places: dict[str, list[EvidenceFile]] = {}
    for file in files:
        places.setdefault(file.path.rpartition("/")[0], []).append(file)
    return tuple(Candidate(same[0].path, tuple(same)) for same in places.values())


def _parts(path: str) -> Parts:
    return tuple(part.strip() for part in path.split("/") if part.strip() not in ("", "."))


def _letters(name: str) -> str:
    stem = _STEM.fullmatch(name)
    return _LETTERS.sub("", stem[1] if stem else name)


def _closed(rest: str, text: str) -> str:
    """With the bracket that closes one opened in it: `证书（1-1至1-10）` keeps its own."""
    for opening, closing in zip(_ROUND[::2], _ROUND[1::2], strict=True):
        if rest.count(opening) == rest.count(closing) + 1 and f"{rest}{closing}" in text:
            return f"{rest}{closing}"
    return rest


def _opened(name: str) -> str:
    """What stands after a bracket that was opened before the name and is not closed in it."""
    open_at: list[int] = []
    for place, character in enumerate(name):
        if character in _OPENING:
            open_at.append(place)
        elif character in _CLOSING and open_at:
            open_at.pop()
    return name[open_at[-1] + 1 :] if open_at else name.lstrip(_CLOSING)
