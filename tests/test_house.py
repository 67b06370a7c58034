"""The house keeps its shape: floors, sizes, quick starts, a clean catalogue, nothing of one machine in the tree."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "zhtcli"
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST = 320
# A module beyond the limit hides a second noun. One that does not is named here, with the reason.
LONG_FOR_A_REASON: dict[str, str] = {
    "src/zhtcli/core/catalogue/files.py": "pure data: one entry for each kind of file that people hand in",
}

NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "urllib", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
HEAVY = {"dask", "lxml", "numpy", "openpyxl", "pandas", "pandera", "pydantic", "xlsxwriter"}
# File handles in workbook/ go by these names; anything else with `.write(` there would be a worksheet.
STREAMS = {"stream", "pipe", "stdout", "stderr", "buffer"}


def here(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"), filename=here(path))) for path in MODULES)


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of the modules that a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def last_name(node: ast.expr) -> str:
    """`sheet` of `sheet`, `book.sheet` and `book.sheet()`."""
    while isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def tracked_text() -> Iterator[tuple[str, str]]:
    """Path and content of every text file of the project: those that git knows, or would take."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("the tree is no git clone, so its own files cannot be told from others")
    listed = subprocess.check_output(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, encoding="utf-8"
    )
    for name in sorted(filter(None, listed.split("\0"))):
        path = ROOT / name
        if not path.is_file():  # deleted, and not yet committed
            continue
        try:
            yield name, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a workbook or a picture


def test_the_package_itself_imports_nothing() -> None:
    assert list(imported(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))) == []


def test_no_module_is_called_utils() -> None:
    assert [here(path) for path in MODULES if path.stem.strip("_") in ("utils", "util", "helpers", "misc")] == []


def test_no_module_hides_a_second_noun() -> None:
    lengths = {here(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST}
    assert {name: lines for name, lines in long.items() if name not in LONG_FOR_A_REASON} == {}
    assert LONG_FOR_A_REASON.keys() <= long.keys(), "the allow-list names a module that is short by now"


def test_nothing_reaches_for_the_network() -> None:
    reaching = [
        f"{here(path)} imports {name}"
        for path, tree in trees()
        for name in imported(tree)
        if name.partition(".")[0] in NETWORK and name != "urllib.parse"  # which takes addresses apart, and no more
    ]
    assert reaching == []


def test_no_code_asks_which_regime_it_is() -> None:
    """A new need is a new kind, never a name."""
    by_name = re.compile(
        r"regime\.id\s*(?:==|!=|in\b)|regime_id\s*(?:==|!=)|regime_id\s+in\s*[\"'(\[{]|match regime\.id"
    )
    asked = [
        f"{here(path)}:{number}: {line.strip()}"
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if by_name.search(line)
    ]
    assert asked == []


def test_cells_are_written_with_their_type() -> None:
    """xlsxwriter's `write` guesses a type from the text (formula, link, number); pandas' `to_excel` does no better."""
    guessing = [
        f"{here(path)}:{node.lineno}: .{node.func.attr}("
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("to_excel", "write_row", "write_column")
        or (
            node.func.attr == "write"
            and PACKAGE / "workbook" in path.parents
            and last_name(node.func.value) not in STREAMS
        )
    ]
    assert guessing == []


def test_formulas_are_written_in_one_place() -> None:
    """Nothing that a person typed becomes one: whoever writes formulas goes through `Sheet`."""
    writers = [here(path) for path in MODULES if "write_formula" in path.read_text(encoding="utf-8")]
    assert writers == ["src/zhtcli/workbook/writing.py"]


def test_links_are_written_in_one_place() -> None:
    """They lead within the workbook, to places of ours: whoever writes one goes through `Sheet`."""
    writers = [here(path) for path, _ in trees() if "write_url" in path.read_text(encoding="utf-8")]
    assert writers == ["src/zhtcli/workbook/writing.py"]


def test_every_rule_of_the_catalogue_is_well_formed() -> None:
    from zhtcli.core import catalogue
    from zhtcli.core.finding import Rule

    rules = list(catalogue.CATALOGUE.items())
    assert rules, "the catalogue is empty"
    for code, rule in rules:
        assert rule.code == code
        assert re.fullmatch(r"ZHT-[A-Z]+-[A-Z0-9]+", code), code
        for text in (rule.title, rule.message, rule.hint, rule.meaning):
            assert text.strip() == text != "", code
            assert not re.search(r"[\u4e00-\u9fff][,;:?!]", text), f"{code}: half-width punctuation in {text!r}"
        for template in (rule.message, rule.hint):
            assert template[-1] in "。？！”）", f"{code}: no full stop: {template!r}"
            for _, field, _, _ in string.Formatter().parse(template):
                assert field is None or re.match(r"[a-z_]+(?=[.\[]|$)", field), f"{code}: {{{field}}} is no named field"

    # Every rule object of every family is in the catalogue, and no two families use one code.
    families = [
        importlib.import_module(f"{catalogue.__name__}.{found.name}")
        for found in pkgutil.iter_modules(catalogue.__path__)
    ]
    defined = [rule for family in families for rule in vars(family).values() if isinstance(rule, Rule)]
    assert {id(rule) for rule in defined} == {id(rule) for rule in catalogue.CATALOGUE.values()}
    assert len({rule.code for rule in defined}) == len(catalogue.CATALOGUE)


def test_every_code_that_the_source_names_is_in_the_catalogue() -> None:
    from zhtcli.core.catalogue import CATALOGUE

    named = {
        code: here(path)
        for path in [*MODULES, *(PACKAGE / "regimes").rglob("*.yaml")]
        for code in re.findall(r"ZHT-[A-Z]+-[A-Z0-9]+", path.read_text(encoding="utf-8"))
    }
    assert {code: path for code, path in named.items() if code not in CATALOGUE} == {}


def test_nothing_of_one_machine_is_in_the_tree() -> None:
    """No folder of somebody's machine, no host of a package registry: they are somebody else's to choose."""
    hosts = ["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"]
    folders = [rf"(?<![\w.~-])/{name}/" for name in ("home", "root", "work", "opt", "Users")]
    foreign = re.compile("|".join([*hosts, *folders, r"file:///", r"[A-Z]:\\\\?Users"]))
    own = here(Path(__file__))
    found = [
        f"{name}: {match[0]}"
        for name, text in tracked_text()
        for match in foreign.finditer(text)
        if name != own  # which has to name what it looks for
    ]
    assert found == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = (
        dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("lock.txt", "dev-lock.txt")
    )

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^A-Za-z0-9.-]", text, maxsplit=1)[0].lower().replace("_", "-") for text in requirements}

    groups = project["dependency-groups"]
    assert names(project["project"]["dependencies"]) | names(groups["build"]) <= run.keys()
    assert names(groups["dev"]) <= dev.keys()
    assert run.items() <= dev.items(), "the tests would see other versions than users get"
    assert groups["build"] == project["build-system"]["requires"] == [f"hatchling=={run['hatchling']}"]


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|build|dev) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert len(lists) == 3
    lines = [line for block in lists for line in block.splitlines()]
    assert [line for line in lines if not re.search(r'",\s+# \S', line)] == []


PROBE = """
import json, sys
loaded, *arguments = sys.argv[1:]
sys.argv = ["zht", *arguments]
try:
    from zhtcli.cli.main import main
    sys.exit(main())
finally:
    with open(loaded, "w") as report:
        json.dump(sorted({name.partition(".")[0] for name in sys.modules}), report)
"""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["template", "--help"], set()),
        (["show", "bishan-2026"], set()),
        (["template", "bishan-2026", "-o", "form.xlsx"], {"xlsxwriter"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_quick_verbs_load_nothing_heavy(arguments: list[str], allowed: set[str], tmp_path: Path) -> None:
    report = tmp_path / "loaded.json"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(report), *arguments],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(report.read_text()))
    assert "zhtcli" in loaded
    assert loaded & HEAVY == allowed
