"""Unzips a workbook's sheets and strings and parses their XML with no callbacks: the floor under reading it.

usage: parse_xml.py FILE
"""

from __future__ import annotations

import sys
import zipfile
from xml.parsers import expat

with zipfile.ZipFile(sys.argv[1]) as package:
    for name in package.namelist():
        if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
            with package.open(name) as part:
                expat.ParserCreate().ParseFile(part)
