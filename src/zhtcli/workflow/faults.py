"""Why a piece of work could not be done, each with the exit code the command line gives it.

Bad data in a workbook is never one of these: that is a Finding. A fault carries one Chinese sentence for
the person at the keyboard, and nothing else of it is ever shown.
"""

from __future__ import annotations

from typing import ClassVar


class Fault(Exception):
    """Work that could not be done; `sentence` says in plain Chinese what is in the way."""

    exit_code: ClassVar[int] = 70

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageFault(Fault):
    """The command was put in a way that cannot be carried out."""

    exit_code = 2


class UnreadableInput(Fault):
    """An input is missing, cannot be read, or was refused."""

    exit_code = 3


class UnknownForm(Fault):
    """A regime, form or reading is not known, or its definition does not hold."""

    exit_code = 4


class OutputNotWritten(Fault):
    """An output could not be written, or stands already and `--force` was not given."""

    exit_code = 5
