"""Unzips a workbook and packs its longest sheet again: the floor under changing anything in it.

usage: recompress.py FILE OUT
"""

from __future__ import annotations

import sys
import zipfile
import zlib
from pathlib import Path

with zipfile.ZipFile(sys.argv[1]) as package:
    longest = max((package.read(name) for name in package.namelist()), key=len)
packer = zlib.compressobj(6, zlib.DEFLATED, -15)
Path(sys.argv[2]).write_bytes(packer.compress(longest) + packer.flush())
