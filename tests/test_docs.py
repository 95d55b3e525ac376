"""The documentation says what the program does: its blocks are run, its pages are fresh, its links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import blocks
import make_questions
import make_rules
import scenes
from fengong import errors
from fengong.bilingual import Lang
from fengong.check import queries
from fengong.check.link_rules import LINKING
from fengong.check.rules import READING
from fengong.cli.main import COMMANDS
from fengong.pages.facts import rulebook
from fengong.reference import vocabulary
from support import ROOT

READMES = (ROOT / "README.md", ROOT / "README.zh.md")
_SLOW = frozenset({"docs/tutorial.md"})
_SYSTEM = re.compile(r"docs/(?:errors|how-to/.*|links|tutorial\.zh)\.md")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def marks(page: Path) -> list[pytest.MarkDecorator]:
    """How long the blocks of a page take: those of the how-to guides make workspaces and a site, and run with the system tests."""
    if _SYSTEM.fullmatch(name(page)):
        return [pytest.mark.system]
    return [pytest.mark.slow] if name(page) in _SLOW else []


def shell_lines(page: Path) -> list[str]:
    """The commands of a page's console blocks."""
    found = blocks.blocks(page.read_text(encoding="utf-8"))
    return [command.line for info, body in found if info == "console" for command in blocks.commands(body)]


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=marks(page)) for page in blocks.pages()],
    ids=name,
)
def test_blocks_are_what_the_program_prints(page: Path) -> None:
    """Run anew, every console block prints what the page shows, and excerpts are in the graph; `python docs/blocks.py` mends it."""
    assert blocks.fresh(page) == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", READMES, ids=name)
def test_readme_blocks_were_collected(page: Path) -> None:
    """The list of blocks is not silently cut short, and it answers the first question."""
    assert page in blocks.pages()
    assert len(shell_lines(page)) >= 8
    assert shell_lines(page)[0] == "fengong ask led-by --body 民政厅"
    assert len(_examples(page)) == len(COMMANDS)


def test_both_readmes_run_the_same_commands() -> None:
    """The Chinese and the English README show the same commands in the same order."""
    english, chinese = READMES
    assert shell_lines(english) == shell_lines(chinese)
    assert _examples(english) == _examples(chinese)


def _examples(page: Path) -> dict[str, str]:
    """Each command of the README's table with its example."""
    rows = re.findall(r"^\| `([a-z]+)` \|.*\| `(fengong [^`]+)` \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)


def test_every_command_has_an_example_that_runs(tmp_path: Path) -> None:
    """The table of commands has each command once, and its examples do what they say, without an error."""
    examples = _examples(READMES[0])
    assert list(examples) == list(COMMANDS)
    session = blocks.Session(tmp_path, "en")
    del examples["serve"], examples["site"]  # the one goes on until it is interrupted: see below; test_site.py runs the other
    with scenes.furnished("README.md", tmp_path, session.run):
        codes = {command: (session.run(example), session.code) for command, example in examples.items()}
    left_out = {"read", "build"}  # the example table has a row that cannot be read
    assert {command for command, (_, code) in codes.items() if code} == left_out, codes


def test_serve_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """The example of `serve` says when it is ready and where, and ends cleanly."""
    command = [sys.executable, "-m", *_examples(READMES[0])["serve"].split(), "--port", "0", "--lang", "en"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        assert server.stderr.readline().startswith("Fengong is ready: http://127.0.0.1:")
        server.terminate()
        assert server.wait(30) == 0


def test_python_blocks_run() -> None:
    """The README's Python, which is the same in both languages, runs as it stands and prints the eight tasks of the printed reading."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(blocks.named("README.md", "open"), "README.md", "exec"), {})  # noqa: S102 - the committed documentation
    assert out.getvalue().splitlines()[0] == "8 民政厅牵头"
    assert len(out.getvalue().splitlines()) == 8


def _classes(base: type[errors.FengongError]) -> set[type[errors.FengongError]]:
    return {each for below in base.__subclasses__() for each in ({below} | _classes(below))}


def test_every_error_has_its_heading() -> None:
    """`docs/errors.md` has one heading for each error that says something of its own, and none for any other."""
    wanted = {each.__name__ for each in _classes(errors.FengongError) if "problem" in vars(each)}
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## ([A-Za-z]+)：", text, re.MULTILINE)
    assert len(wanted) > 25
    assert set(headings) == wanted
    assert len(headings) == len(wanted)


@pytest.mark.slow
def test_every_error_is_shown_as_printed() -> None:
    """Below each heading stands what the command line prints, in Chinese and in English, and the exit code."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for section in re.split(r"^## (?=[A-Za-z]+：)", text, flags=re.MULTILINE)[1:]:
        title = section.partition("：")[0]
        block = next(body for info, body in blocks.blocks(section) if info == "console")
        assert "--lang zh" in block, title
        assert "--lang en" in block, title
        code = re.search(r"退出码 · Exit: (\d)", section)
        assert code, title
        assert block.endswith(f"$ echo $?\n{code[1]}\n"), title


def test_rules_page_is_fresh() -> None:
    """`docs/rules.md` is what its script makes of the rules, the shapes and the checks."""
    assert make_rules.page() == make_rules.PAGE.read_text(encoding="utf-8")


def test_rules_page_has_every_rule() -> None:
    """No rule is left out: those of reading, of links, the checks, and the shapes that have a message; none is there twice."""
    named = re.findall(r"^\| `([^`]+)` \|", make_rules.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    message = "http://www.w3.org/ns/shacl#message"
    files = (make_rules.SHAPES, make_rules.DATASET_SHAPES)
    shapes = [
        str(t.subject).strip("<>").rpartition("#")[2] for path in files for t in vocabulary.parse(path) if t.predicate.value == message
    ]
    checks = {check.name for check in queries.load(make_rules.CHECKS)}
    assert set(named) == set(shapes) | checks | set(READING) | set(LINKING)
    assert len(named) == len(set(named))


def test_specimen_breaks_every_rule_of_reading() -> None:
    """The severities on the page are those that the reader gives: a rule that has never fired is not known to work."""
    assert set(make_rules.reading_severities()) == set(READING)


def test_specimen_holds_whatever_words_a_workspace_adds(tmp_path: Path) -> None:
    """The pages about rules stand in a workspace with role words of its own, such as the one that the tutorial adds."""
    ontology = shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    with (ontology / "roles.ttl").open("a", encoding="utf-8") as handle:
        handle.write('role:lead skos:hiddenLabel "统筹"@zh .\n')
    assert {rule.name for rule in rulebook.reading(ontology)} == set(READING)


@pytest.mark.slow
@pytest.mark.parametrize("lang", make_questions.PAGES)
def test_questions_page_is_fresh(lang: Lang) -> None:
    """The pages of questions have every question with its words and its real answer, in each language."""
    assert make_questions.page(lang) == make_questions.PAGES[lang].read_text(encoding="utf-8")


def test_model_names_the_terms_of_the_ontology() -> None:
    """`docs/model.md` names every class and property of the ontology, and nothing that is not there."""
    text = _FENCED.sub("", (ROOT / "docs" / "model.md").read_text(encoding="utf-8"))
    named = set(re.findall(r"fg:([A-Za-z]+)", text))
    namespace = "https://w3id.org/fengong/ns#"
    kinds = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
    defined = {
        t.subject.value.removeprefix(namespace)
        for t in vocabulary.parse(ROOT / "ontology" / "fengong.ttl")
        if str(t.object).strip("<>").rpartition("#")[2] in kinds and str(t.subject).startswith(f"<{namespace}")
    }
    assert named == defined


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them, and those that the page sets itself."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {"".join(c for c in h.lower().replace(" ", "-") if c in "-_" or unicodedata.category(c)[0] in "LNM") for h in headings}
    return made | set(re.findall(r'^<a id="([^"]+)"></a>$', text, re.MULTILINE))


@pytest.mark.parametrize("page", blocks.markdown(), ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link in a Markdown file names a file that is there, and a heading in it."""
    for link in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in _anchors(target), link


def test_pages_were_collected() -> None:
    """The pages under test are not silently cut short."""
    assert {"README.md", "README.zh.md", "docs/errors.md", "docs/model.md"} <= {name(page) for page in blocks.pages()}
    assert len(blocks.markdown()) >= 18


def test_no_machine_is_named() -> None:
    """No page names a folder of the machine that it was written on."""
    for page in blocks.markdown():
        assert not re.search(r"/(?:tmp|work|root)/|/home/(?!you\b)", page.read_text(encoding="utf-8")), page
