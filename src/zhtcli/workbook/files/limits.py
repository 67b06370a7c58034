"""How much of a workbook is read at most.

A register of 100,000 rows by 12 columns has to pass. The proportion is that of Apache POI's ZipSecureFile;
office programs write about 7:1.
"""

from __future__ import annotations

FILE_BYTES = 20 * 2**20
ENTRIES = 2_000
TOTAL_BYTES = 200 * 2**20
ENTRY_BYTES = 100 * 2**20
RATIO = 100
RATIO_FROM_BYTES = 100 * 2**10
SHEETS = 64
CELLS = 2_000_000
TEXT_LENGTH = 32_767
LAST_COLUMN = 256
LAST_ROW = 200_000
# calamine lays a sheet out as a full rectangle of some 32 bytes a cell, whatever is in it.
RECTANGLE = 10_000_000

# Of the child process; a file may use its wall time and a little more of the processor.
MEMORY_BYTES = 1536 * 2**20
SECONDS = 20.0
SECONDS_PER_MEGABYTE = 5.0
REPLY_BYTES = 2**30
