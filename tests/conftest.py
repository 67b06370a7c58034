"""What the tests share: Hypothesis' profiles, the command as a process, LibreOffice, forms assessed once, no skips."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

IN_CI = os.environ.get("CI") == "true"
START = "import sys; from zhtcli.cli.main import main; sys.exit(main())"
MAC_SOFFICE = "/Applications/LibreOffice.app/Contents/MacOS/soffice"

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
# A deadline measures the machine, not the code.
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile("ci" if IN_CI else "dev")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that run LibreOffice come first: the last worker shall not be waited for while it is at a long test."""
    office = {item.path for item in items if item.get_closest_marker("office")}
    items.sort(key=lambda item: item.path not in office)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failed one: what CI did not run, nobody did."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where everything has to run: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where everything has to run: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


Run = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def zht() -> Callable[..., Run]:
    """Runs the command as users do, as a process: `zht("validate", path, cwd=…, env={…})`.

    Never raises on an exit code. stdout and stderr come back as text in `encoding` (UTF-8 unless told), which is
    also what the process is told to print in.
    """

    def run(
        *arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None, encoding: str = "utf-8"
    ) -> Run:
        surroundings = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
        surroundings |= {"NO_COLOR": "1", "PYTHONIOENCODING": encoding, "PYTHONWARNINGS": "error"} | (env or {})
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "import sys; from zhtcli.cli.main import main; sys.exit(main())",
                *map(str, arguments),
            ],
            cwd=cwd,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding=encoding,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; the test is skipped where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice") or shutil.which(MAC_SOFFICE)
    if found is None:
        pytest.skip("LibreOffice Calc is not installed (make system-packages)")
    return found


@pytest.fixture(scope="session")
def libreoffice(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Opens a workbook in LibreOffice and saves it as another format: `libreoffice(path, "ods")` gives the new file.

    The format is a suffix (xlsx, xls, ods, pdf), or a suffix with an export filter after a colon. Formulas are
    recalculated as LibreOffice does by itself. Each worker has a profile of its own: two cannot share one.
    """
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(workbook: Path, to: str) -> Path:
        target = tmp_path_factory.mktemp("converted")
        done = subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(target),
                str(workbook),
            ],
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        made = target / f"{workbook.stem}.{to.partition(':')[0]}"
        assert made.exists(), f"LibreOffice did not make {made.name}: {done.stdout}{done.stderr}"
        return made

    return convert


@pytest.fixture(scope="session")
def pages(libreoffice: Callable[[Path, str], Path]) -> Callable[[Path], list[Path]]:
    """A workbook as printed: one PNG a page, at 60 dots per inch."""
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        pytest.skip("pdftoppm is not installed (make system-packages)")
    fonts = shutil.which("fc-list")
    if fonts and not subprocess.check_output([fonts, ":lang=zh-cn", "family"]):
        pytest.skip("no Chinese font is installed (make system-packages)")

    def render(workbook: Path) -> list[Path]:
        printed = libreoffice(workbook, "pdf")
        subprocess.run([pdftoppm, "-png", "-r", "60", str(printed), str(printed.with_suffix(""))], check=True)
        return sorted(printed.parent.glob("*.png"))

    return render


@pytest.fixture(scope="module")
def assessed_once() -> Iterator[None]:
    """For modules in which many runs tell of the same files: the same bytes under the same choices are assessed once.

    Every run still goes through the command line to the text that it prints. That assessing again gives the same is
    asserted elsewhere, and not under this fixture.
    """
    from zhtcli.workflow import assessing

    real_assess, real_one = assessing.assess, assessing.assess_one
    told: dict[tuple[object, ...], Any] = {}

    def once(kind: str, paths: Sequence[Path], choices: Any, real: Callable[[], Any]) -> Any:
        if (choices is not None and choices.overlay is not None) or not all(path.is_file() for path in paths):
            return real()
        contents = tuple(hashlib.sha256(path.read_bytes()).digest() for path in paths)
        key = (kind, tuple(map(str, paths)), contents, repr(choices))
        if key not in told:
            told[key] = real()
        return told[key]

    def assess(paths: Sequence[Path], choices: Any = None, *, joined: bool = False, on_each: Any = None) -> Any:
        kind = "joined" if joined else "each"
        return once(kind, paths, choices, lambda: real_assess(paths, choices, joined=joined, on_each=on_each))

    def assess_one(path: Path, choices: Any = None) -> Any:
        return once("one", [path], choices, lambda: real_one(path, choices))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessing, "assess", assess)
        patch.setattr(assessing, "assess_one", assess_one)
        yield
