"""The pictures in docs/pictures/: sheets of a sample's result workbook as LibreOffice prints them (`make pictures`).

They are made by hand when the sheets change, and looked at before they are committed: no test compares them, as
another LibreOffice or another font draws other pixels.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "bishan" / "series-2026.xlsx"
TARGET = ROOT / "docs" / "pictures"
SHEETS = (("计分表", 1, "points"), ("图表", 2, "charts"))
"""Sheet, which of its pages, and the picture of it."""
RESOLUTION = "84"


def main() -> int:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None or shutil.which("pdftoppm") is None:
        print("LibreOffice and poppler are needed: make system-packages", file=sys.stderr)
        return 1
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = folder / "result.xlsx"
        run(sys.executable, "-m", "zhtcli", "score", str(SAMPLE), "-o", str(result))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        run(soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(result))
        pdf = folder / "result.pdf"
        pages = run("pdftotext", "-layout", str(pdf), "-").split("\f")
        for sheet, which, picture in SHEETS:
            own = [number for number, text in enumerate(pages, 1) if text.lstrip().startswith(sheet)]
            page = str(own[which - 1])
            run(
                "pdftoppm",
                "-r",
                RESOLUTION,
                "-f",
                page,
                "-l",
                page,
                "-singlefile",
                "-png",
                str(pdf),
                str(TARGET / picture),
            )
            print(f"docs/pictures/{picture}.png: {sheet}")
    return 0


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
