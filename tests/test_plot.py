"""Pictures: they show what the graph says, every glyph is there, and the bytes are the same each time."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

import support
from fengong import api
from fengong.ask.dataset import open_built
from fengong.bilingual import Bilingual
from fengong.errors import NoFont
from fengong.plot import data, fonts, matrix, network, sheet, workload
from fengong.workspace import Workspace

ROOT = support.ROOT
KINDS = {"matrix": matrix, "network": network, "workload": workload}
LANGS = ("zh", "en")
LATIN = str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
DEBIAN = Path("/usr/share/fonts/opentype/noto")
ROWS = """
SELECT ?number ?role ?bodyZh ?resp WHERE {
  ?task fg:taskNumber ?number ; fg:hasClause/fg:assigns ?resp . ?resp fg:role ?role ; fg:body/skos:prefLabel ?bodyZh .
  FILTER(LANG(?bodyZh) = "zh") }
"""


@pytest.fixture(scope="module")
def division() -> data.Division:
    return data.read(open_built(Workspace(ROOT)))


@pytest.fixture(scope="module")
def told() -> list[tuple[int, str, str]]:
    """The same facts by another road: number, role and body of each responsibility, from the role of the responsibility itself."""
    rows = api.open(ROOT).query(ROWS)
    return [(int(row["number"].value), row["role"].value, row["bodyZh"].value) for row in rows]


def ids(path: Path, prefix: str) -> list[str]:
    """The names of the shapes in an SVG that begin with ``prefix``, in the order of drawing."""
    found = [each.get("id", "") for each in ET.parse(path).iter()]  # noqa: S314 - we wrote it
    return [name for name in found if name.startswith(prefix)]


def filled(path: Path) -> Counter[str]:
    """How many cells an SVG has in each colour."""
    groups = re.findall(r'<g id="cell-[^"]+">\s*<path [^>]*style="fill: (#[0-9a-f]{6})', path.read_text(encoding="utf-8"))
    return Counter(groups)


def test_division_is_what_the_graph_says(division, told) -> None:
    """Every responsibility is there once, with its body, task and role."""
    mine = [(int(duty.task.rpartition("/")[2]), duty.role.iri, duty.body.name.zh) for duty in division.duties]
    assert Counter(mine) == Counter(told)
    assert len(mine) == 279
    assert (len(division.tasks), len(division.bodies), division.open_ended) == (52, 37, 7)


def test_bodies_are_in_order_of_workload(division) -> None:
    """The most charged come first, and the top three are the top three."""
    totals = [division.total[body] for body in division.bodies]
    assert totals == sorted(totals, reverse=True)
    assert division.top(3).bodies == division.bodies[:3]
    assert len(division.top(3).duties) == sum(totals[:3])


def test_printed_reading_has_the_ministry() -> None:
    """As printed, 民政部 is a body of its own with six responsibilities."""
    printed = data.read(open_built(Workspace(ROOT)), reading="printed")
    assert len(printed.bodies) == 38
    assert [count for body, count in printed.total.items() if body.iri.endswith("cn/civil-affairs")] == [6]


def test_roles_come_from_the_ontology(division) -> None:
    """Roles stand in the order of the scheme, each with a colour of its own."""
    assert [role.iri.rpartition("/")[2] for role in division.roles] == [
        "lead",
        "participate",
        "sharedByDuty",
        "responsible",
        "support",
        "guide",
    ]
    assert len({(sheet.colour(role), sheet.hatch(role)) for role in division.roles}) == len(division.roles)


def test_more_roles_than_colours_are_hatched() -> None:
    """Thirty roles are told apart by colour and hatching together."""
    roles = [data.Role(str(order), Bilingual(zh="", en=""), order) for order in range(30)]
    assert len({(sheet.colour(role), sheet.hatch(role)) for role in roles}) == 30


def test_matrix_has_a_patch_for_each_responsibility(fengong, tmp_path, division, told) -> None:
    """As many coloured cells as responsibilities, in each colour as many as the role has."""
    path = tmp_path / "matrix.svg"
    assert fengong("plot", "matrix", "-o", str(path)).code == 0
    assert len(ids(path, "cell-")) == len(set(ids(path, "cell-"))) == 279
    roles = Counter(role for _, role, _ in told)
    assert filled(path) == {sheet.colour(role).lower(): roles[role.iri] for role in division.used}
    assert {"cell-2-12-1", "cell-1-2-1"} <= set(ids(path, "cell-"))
    assert "cell-1-1-1" not in ids(path, "cell-")  # 各市（州）人民政府 is not in row 1


def test_two_roles_in_one_task_are_both_shown(tmp_path, fengong) -> None:
    """A body named twice in a task has two patches in one cell; mentions of one unlisted name are one body."""
    text = support.HEADER + "1\t编制方案。\t民政厅牵头，省托育协会参加，民政厅负责\n2\t公开信息。\t省托育协会负责\n"
    folder = support.workspace(tmp_path / "w", text=text)
    assert fengong("build", "--workspace", str(folder)).code in {0, 1}
    path = tmp_path / "m.svg"
    done = fengong("plot", "matrix", "--workspace", str(folder), "-o", str(path), "--lang", "zh")
    assert done.code == 0, done.err
    assert ids(path, "cell-") == ["cell-1-1-1", "cell-1-2-1", "cell-2-1-1", "cell-2-1-2"]
    made = data.read(open_built(Workspace(folder)))
    assert [body.said("en") for body in made.bodies if not body.listed] == ["省托育协会 ?"]


def test_network_has_an_edge_for_each_pair_that_shares_a_task(fengong, tmp_path, told) -> None:
    """Among all bodies, the edges are the pairs named in one task."""
    tasks: dict[int, set[str]] = {}
    for number, _, body in told:
        tasks.setdefault(number, set()).add(body)
    pairs = {frozenset(pair) for bodies in tasks.values() for pair in combinations(bodies, 2)}
    path = tmp_path / "network.svg"
    assert fengong("plot", "network", "--top", "99", "-o", str(path)).code == 0
    assert len(ids(path, "edge-")) == len(pairs)


def test_network_weighs_by_shared_tasks(division, told) -> None:
    """Each pair has the number of tasks that name both."""
    tasks: dict[str, set[int]] = {}
    for number, _, body in told:
        tasks.setdefault(body, set()).add(number)
    for one, other, count in division.shared():
        assert count == len(tasks[one.name.zh] & tasks[other.name.zh])


def test_workload_has_a_part_for_each_role_of_a_body(fengong, tmp_path, told) -> None:
    """The thirty most charged bodies, unless told otherwise, with one part of the bar for each role they have."""
    path = tmp_path / "workload.svg"
    assert fengong("plot", "workload", "-o", str(path)).code == 0
    assert {int(name.split("-")[1]) for name in ids(path, "bar-")} == set(range(1, 31))
    assert fengong("plot", "workload", "--top", "37", "-o", str(path)).code == 0
    assert len(ids(path, "bar-")) == len({(role, body) for _, role, body in told})


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_glyph_is_there(kind, lang, division) -> None:
    """The font found has a glyph for every character, and texts beyond those asked for do not occur."""
    picture = KINDS[kind].picture(division, lang)
    texts = KINDS[kind].texts(picture)
    font = fonts.find(texts)
    face = FT2Font(font.path, face_index=font.face)
    assert all(face.get_char_index(ord(char)) for text in texts for char in text)
    with sheet.settings():
        drawn = KINDS[kind].drawn(picture, font)
    shown = {char for text in drawn.axes.texts for char in text.get_text()}
    assert shown <= set("".join(texts))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_texts_stay_on_the_sheet_and_apart(kind, lang, division) -> None:
    """No text leaves the sheet, and of those that stand upright none overlaps another."""
    picture = KINDS[kind].picture(division.top(30), lang)
    with sheet.settings():
        drawn = KINDS[kind].drawn(picture, fonts.find(KINDS[kind].texts(picture)))
        drawn.figure.draw_without_rendering()
        boxes = [(text, text.get_window_extent()) for text in drawn.axes.texts]
    for text, box in boxes:
        assert drawn.figure.bbox.x0 <= box.x0, text
        assert box.x1 <= drawn.figure.bbox.x1, text
        assert drawn.figure.bbox.y0 <= box.y0, text
        assert box.y1 <= drawn.figure.bbox.y1, text
    upright = [(text, box.padded(-1)) for text, box in boxes if not text.get_rotation()]
    assert not [(one.get_text(), other.get_text()) for (one, a), (other, b) in combinations(upright, 2) if a.overlaps(b)]


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("kind", KINDS)
def test_bytes_are_the_same_each_time(kind, form, fengong, tmp_path) -> None:
    """Two runs in different processes write the same bytes, whatever matplotlib settings the user has."""
    (tmp_path / "matplotlibrc").write_text("svg.fonttype: none\nfont.size: 30\n", encoding="utf-8")
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    assert fengong("plot", kind, "-o", str(first)).code == 0
    command = [sys.executable, "-m", "fengong", "plot", kind, "-o", str(second), "--workspace", str(ROOT), "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    assert first.read_bytes() == second.read_bytes()


def test_svg_has_no_text_and_no_date(fengong, tmp_path) -> None:
    """Letters are shapes, which show everywhere; nothing tells when it was drawn."""
    path = tmp_path / "m.svg"
    assert fengong("plot", "matrix", "-o", str(path), "--lang", "zh").code == 0
    text = path.read_text(encoding="utf-8")
    assert "<text" not in text
    assert "<dc:date>" not in text


def test_png_is_one(fengong, tmp_path, division) -> None:
    """A PNG has its signature, and the sheet's size at 150 dots an inch."""
    path = tmp_path / "m.PNG"
    assert fengong("plot", "matrix", "-o", str(path)).code == 0
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    picture = matrix.picture(division, "en")
    with sheet.settings():
        paper = matrix.drawn(picture, fonts.find(matrix.texts(picture)))
    assert struct.unpack(">II", head[16:24]) == pytest.approx((paper.width * 150, paper.height * 150), abs=1)


def test_languages_differ(division) -> None:
    """In English the English labels stand, ours marked; in Chinese the Chinese ones, without marks."""
    english, chinese = matrix.picture(division, "en"), matrix.picture(division, "zh")
    assert "Sichuan Department of Civil Affairs" in english.labels()
    assert "Sichuan Department of Finance*" in english.labels()
    assert any("our own translation" in note for note in english.notes())
    assert "四川省财政厅" in chinese.labels()
    assert not [label for label in chinese.labels() if "*" in label]
    assert not [text for text in matrix.texts(english) if re.search("[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("name", ["m.pdf", "m", "m.svg.gz", "-"])
def test_another_suffix_is_a_usage_error(fengong, tmp_path, name) -> None:
    """The name of the file says what it is; nothing else is written."""
    done = fengong("plot", "matrix", "-o", name if name == "-" else str(tmp_path / name))
    assert done.code == 2
    assert ".svg or .png" in done.err
    assert not list(tmp_path.iterdir())


def test_output_is_needed(fengong) -> None:
    """A picture does not go to a terminal."""
    assert fengong("plot", "matrix").code == 2


def test_font_without_chinese_is_refused(fengong, tmp_path) -> None:
    """A font that was named is not replaced by another, and its gaps are named."""
    done = fengong("plot", "matrix", "-o", str(tmp_path / "m.svg"), "--lang", "zh", "--font", LATIN)
    assert done.code == 1
    assert "缺" in done.err
    assert not list(tmp_path.iterdir())
    assert fengong("plot", "matrix", "-o", str(tmp_path / "m.svg"), "--lang", "en", "--font", LATIN).code == 0


@pytest.mark.parametrize("content", [None, b"", b"no font"])
def test_file_that_is_no_font_is_refused(fengong, tmp_path, content) -> None:
    """A missing file, or one that is not a font, is said to be so."""
    path = tmp_path / "font.ttf"
    if content is not None:
        path.write_bytes(content)
    done = fengong("plot", "matrix", "-o", str(tmp_path / "m.svg"), "--font", str(path))
    assert done.code == 1
    assert "font.ttf" in done.err


def test_no_font_names_the_remedy() -> None:
    """Where no font has the glyphs, what to install is named in both languages."""
    with pytest.raises(NoFont) as caught:
        fonts.find(["民政厅"], files=[LATIN])
    for lang in LANGS:
        assert "fonts-noto-cjk" in caught.value.said(lang)
        assert "pip install zhplot" in caught.value.said(lang)
    assert caught.value.count == 3


def test_glyphs_decide_not_names(tmp_path) -> None:
    """A font with the glyphs is found whatever its file is called, and one without them is passed over whatever its name."""
    [good] = fonts.packaged()
    plain, grand = tmp_path / "a.ttf", tmp_path / "NotoSansCJK-Regular.ttf"
    plain.write_bytes(Path(good).read_bytes())
    grand.write_bytes(Path(LATIN).read_bytes())
    assert fonts.find(["民政厅"], files=[str(grand), str(plain)]).path == str(plain)


def test_missing_matplotlib_is_named(tmp_path) -> None:
    """Without the extra, the command says what to install, and the other commands work."""
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError('no', name='matplotlib')\n", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from fengong.cli.main import run; sys.exit(run(sys.argv[1:]))"
    for arguments, wanted in ((["plot", "matrix", "-o", "m.svg", "--lang", "en"], 1), (["plot", "--help"], 0), (["ask", "statistics"], 0)):
        done = subprocess.run([sys.executable, "-c", code, *arguments], check=False, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == wanted, done.stderr
        assert ("pip install 'fengong[plot]'" in done.stderr) == bool(wanted)


def test_pictures_belong_to_the_reading_half(tmp_path) -> None:
    """Drawing loads nothing of the building half, and no global state of matplotlib."""
    code = (
        "import sys; from fengong.cli.main import run; code = run(sys.argv[1:]); "
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'rich', 'matplotlib.pyplot', 'zhplot'} & set(sys.modules); "
        "sys.exit(code or (f'loaded {heavy}' if heavy else 0))"
    )
    command = [sys.executable, "-c", code, "plot", "network", "-o", str(tmp_path / "n.svg")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_several_tables(fengong, tmp_path) -> None:
    """A matrix shows one table; the others join them all."""
    folder = support.workspace(tmp_path / "w", text=support.HEADER + "1\t编制方案。\t民政厅负责\n")
    support.add_table(folder, "other", support.HEADER + "1\t公开信息。\t民政厅牵头，财政厅参加\n")
    assert fengong("build", "--workspace", str(folder)).code == 0
    where = ("--workspace", str(folder), "-o", str(tmp_path / "m.svg"))
    done = fengong("plot", "matrix", *where)
    assert done.code == 2
    assert "other · sample" in done.err
    assert fengong("plot", "matrix", "--table", "other", *where).code == 0
    assert fengong("plot", "network", *where).code == 0
    assert data.read(open_built(Workspace(folder))).bodies[0].name.zh == "四川省民政厅"
    assert len(data.read(open_built(Workspace(folder)), table="other").duties) == 2


def test_one_body_alone(fengong, tmp_path) -> None:
    """The smallest picture of each kind can be drawn."""
    for kind in KINDS:
        assert fengong("plot", kind, "--top", "1", "-o", str(tmp_path / f"{kind}.svg")).code == 0
    assert fengong("plot", "workload", "--top", "0", "-o", str(tmp_path / "w.svg")).code == 2


def test_nothing_to_draw(fengong, tmp_path) -> None:
    """A table without responsibilities is no empty picture."""
    folder = support.workspace(tmp_path / "w", text=support.HEADER + "1\t编制方案。\t民政厅统筹\n")
    fengong("build", "--workspace", str(folder))
    done = fengong("plot", "workload", "--workspace", str(folder), "-o", str(tmp_path / "w.svg"))
    assert done.code == 1
    assert "no responsibility to draw" in done.err
    assert not (tmp_path / "w.svg").exists()


def test_markup_in_a_name_stays_words(fengong, tmp_path) -> None:
    """Dollar signs and angle brackets in a name are drawn, not read."""
    text = support.HEADER + "1\t编制方案。\t省<b>$x^2$协会负责\n"
    folder = support.workspace(tmp_path / "w", text=text)
    fengong("build", "--workspace", str(folder))
    done = fengong("plot", "matrix", "--workspace", str(folder), "-o", str(tmp_path / "m.svg"), "--lang", "zh")
    assert done.code == 0, done.err
    assert len(ids(tmp_path / "m.svg", "cell-")) == 1
    assert data.read(open_built(Workspace(folder))).bodies[0].said("zh") == "省<b>$x^2$协会 ?"


COMMITTED = sorted(path for kind in ("matrix", "workload") for path in (ROOT / "docs" / "pictures").glob(f"{kind}.*.svg"))


def test_committed_pictures_were_collected() -> None:
    """The pictures that the pages show: two, in both languages."""
    assert [path.name for path in COMMITTED] == [f"{kind}.{lang}.svg" for kind in ("matrix", "workload") for lang in ("en", "zh")]


@pytest.mark.parametrize("committed", COMMITTED, ids=lambda path: path.name)
def test_committed_pictures_show_this_graph(committed, fengong, tmp_path) -> None:
    """Drawn anew with the package's font, a committed picture has the same cells, bars and words; `make docs` mends it."""
    kind, lang, _ = committed.name.split(".")
    path = tmp_path / "anew.svg"
    assert fengong("plot", kind, "--lang", lang, "--font", fonts.packaged()[0], "-o", str(path)).code == 0
    for prefix in ("cell-", "bar-"):
        assert ids(path, prefix) == ids(committed, prefix)
    said = [re.findall("<!--(.*?)-->", each.read_text(encoding="utf-8")) for each in (path, committed)]
    assert said[0] == said[1]
    assert len(said[0]) > 40


@pytest.mark.system
def test_debian_font_is_found() -> None:
    """With Debian's fonts-noto-cjk alone, the simplified Chinese face of the collection is taken."""
    files = [str(path) for path in sorted(DEBIAN.glob("*.ttc"))]
    assert files, "install fonts-noto-cjk"
    font = fonts.find(["民政厅：各市（州）人民政府 Sichuan"], files=files)
    assert FT2Font(font.path, face_index=font.face).family_name == "Noto Sans CJK SC"
    assert font.path in fonts.font_manager.findSystemFonts()
