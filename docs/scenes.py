"""The folders in which the commands of the documentation run: what a page's reader is supposed to have at hand.

On every page the package is there as a wheel would install it, `table.txt` is the example table, and `returned.csv` the example return.
Pages that join the examples have them in `examples/`, as in a clone.
"""

from __future__ import annotations

import contextlib
import csv
import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ".venv/lib/python3/site-packages"
TABLE = ROOT / "docs" / "example" / "table.txt"
RETURNED = ROOT / "docs" / "example" / "returned.csv"
EXAMPLES = ROOT / "examples"
PLACES = EXAMPLES / "synthetic-childcare-places.csv"
FEDERATED = EXAMPLES / "federated.rq"
OXIGRAPH = "http://localhost:7878"
"""Where the example looks for an Oxigraph server."""

Run = Callable[[str], list[str]]

HEADER = "序号\t重点任务\t责任单位\n"
FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "letter.txt": "各市（州）人民政府：现将有关事项通知如下。\n".encode(),
    "header.txt": HEADER.encode(),
    "damaged.txt": b"\xe5\xba\x8f\n\xff\xfe\xfd\n",
    "big5.txt": "序號\t重點任務\t責任單位\n1\t編製方案。\t民政廳負責\n".encode("big5"),
    "gb.txt": (HEADER + "1\t编制方案。\t民政厅负责\n").encode("gb18030"),
    "scan.pdf": b"%PDF-1.7\n",
    "commas.csv": b"\xe5\xba\x8f\xe5\x8f\xb7," + "重点任务,责任单位\n1,编制方案。,民政厅负责\n".encode(),
    "columns.txt": "序号\t重点任务\t责任单位\t完成时限\n1\t编制方案。\t民政厅负责\t2022年\n".encode(),
    "missing.txt": "序号\t重点任务\n1\t编制方案。\n".encode(),
    "rows.txt": (
        HEADER
        + "1\t编制方案。\t民政厅、财政厅统筹\n"
        + "2\t建立制度。\t民政厅负责\n"
        + "2\t公开信息。\t民政厅负责\n"
        + "\t开展试点。\t民政厅负责\n"
        + "5\t开展评估。\t民政厅负责\n"
    ).encode(),
    "names.txt": (HEADER + "1\t公开信息。\t民政部牵头，省托育协会参加\n").encode(),
    "markup.txt": (HEADER + '1\t<b>编制</b>"""方案""" . } # \x1b[31m\t民政厅负责\n').encode(),
    "rare.txt": (HEADER + "1\t编制方案。\t𰀀协会负责\n").encode(),
    "unreadable.txt": (HEADER + "1\t编制方案。\t民政厅统筹\n").encode(),
    "beds.csv": '代码,床位\n510100,"1,050"\n510300,=B2*2\n'.encode(),
    "half.ttl": b"<https://example.org/a> <https://example.org/b>\n",
    "notes.csv": "季度,说明\n一,请于季末填报\n".encode(),
    "half.csv": (
        "表,序号,机构,进展,完成情况,佐证来源,日期\n"
        "example,1,虚构单位,虚构进展,,https://www.example.org/a,2026年3月1日\n"
        "example,1,虚构单位,虚构进展,已完成,见官网,\n"
    ).encode(),
    "control.txt": (HEADER + "1\t编制\x07方案。\t民政厅负责\n").encode(),
}
"""Small files that are wrong, one way each."""


@contextlib.contextmanager
def furnished(page: str, folder: Path, run: Run) -> Iterator[dict[str, str]]:
    """Furnish ``folder`` for ``page``; ``run`` runs a command in it. What the page shows for the addresses of servers, by address."""
    shown: dict[str, str] = {}
    _install(folder)
    for example in (TABLE, RETURNED):
        shutil.copy(example, folder / example.name)
    if page in {"README.md", "README.zh.md", "docs/compare.md"}:
        (folder / "new-edition.txt").write_text(new_edition(), encoding="utf-8")
    with contextlib.ExitStack() as stack:
        if page == "docs/errors.md":
            _mistakes(folder, run, stack)
        if page in {"docs/linking.md", "README.md", "README.zh.md"}:
            shutil.copytree(EXAMPLES, folder / EXAMPLES.name)
        if page == "docs/linking.md":
            elsewhere = stack.enter_context(servers.oxigraph(folder / ".programs"))
            federated = folder / EXAMPLES.name / FEDERATED.name
            federated.write_text(federated.read_text(encoding="utf-8").replace(OXIGRAPH, elsewhere), encoding="utf-8")
            shown |= {elsewhere: OXIGRAPH, stack.enter_context(servers.reconciling()): "http://localhost:8000"}
        if page.startswith("docs/how-to/"):
            run("fengong init my-tables --table table.txt --id community --jurisdiction 510000")
        if page == "docs/evidence.md":
            run("fengong init my-folder --table table.txt --id my-table --jurisdiction 510000; fengong build --workspace my-folder")
        yield shown


def _install(folder: Path) -> None:
    """The package with its data inside, as a wheel installs it."""
    package = folder / PACKAGES / "fengong"
    shutil.copytree(ROOT / "src" / "fengong", package, ignore=shutil.ignore_patterns("share", "__pycache__"))
    share = package / "share"
    (share / "graph").mkdir(parents=True)
    for name in ("ontology", "queries", "graph/sources", "graph/evidence", "graph/reference", "graph/built"):
        shutil.copytree(ROOT / name, share / name)
    shutil.copy(ROOT / "graph" / "CITATION.cff", share / "graph" / "CITATION.cff")


def places() -> bytes:
    """The synthetic numbers of the example by division code, as Turtle of a dataset that knows nothing of ours."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        return "".join(
            f'<http://example.org/area/{row["代码 code"]}> <http://example.org/code> "{row["代码 code"]}" ;'
            f" <http://example.org/places> {row['托位 places']} ; <http://example.org/people> {row['人口 population']} .\n"
            for row in csv.DictReader(lines)
            if row["托位 places"]
        ).encode()


def new_edition() -> str:
    """A made-up new edition of the Sichuan table, with an edit of each kind. No such edition is known."""
    text = (ROOT / "graph" / "sources" / "sichuan-elderly-childcare" / "text.txt").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line.partition("\t")[0].isdecimal()]
    rows = {int(cells[0]): cells[1:] for cells in lines}
    rows[2][0] = rows[2][0].replace("不少于10个托位", "不少于12个托位")
    rows[9][1] = rows[9][1].replace("、省残联", "")
    rows[30][1] = rows[30][1].replace("财政厅、民政厅、", "财政厅牵头，民政厅、")
    rows[42][1] = rows[42][1].replace("等有关部门（单位）", "")
    first, second = rows[25][0].split("。", 1)
    order: list[list[str]] = []
    for number, (task, cell) in rows.items():
        if number == 6:  # noqa: PLR2004 - the rows of one edition
            order += [["推进养老托育数据共享。", "民政厅、省卫生健康委负责。"], [task, cell]]
        elif number == 25:  # noqa: PLR2004
            order += [[first + "。", cell], [second, cell]]
        elif number == 45:  # noqa: PLR2004
            order.append([task + rows[46][0], cell])
        elif number not in {7, 19, 46}:
            order.append([task, cell])
    order.insert(3, rows[19])
    return (
        "促进养老托育服务健康发展重点任务分工表（修改稿）\n"
        + HEADER
        + "".join(f"{number}\t{task}\t{cell}\n" for number, (task, cell) in enumerate(order, 1))
    )


def _mistakes(folder: Path, run: Run, stack: contextlib.ExitStack) -> None:
    """Files and workspaces that go wrong."""
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    run("fengong init good --table gb.txt --id example --jurisdiction 510000 && fengong build --workspace good")

    def like_good(name: str) -> Path:
        shutil.copytree(folder / "good", folder / name)
        return folder / name

    source = like_good("changed") / "graph/sources/example/gb.txt"
    source.write_bytes(source.read_bytes().replace("方案".encode("gb18030"), "计划".encode("gb18030")))
    _append(like_good("unknown-key") / "graph/sources/example/corrections.toml", '[[correction]]\nrow = 1\nwhy = "…"\n')
    _append(
        like_good("recorded") / "graph/evidence/example.csv",
        "1,2026-02-30,虚构佐证,https://www.example.org/a,虚构单位\n9,2026-03-01,虚构佐证,www.example.org,虚构单位\n",
    )
    links = like_good("linked") / "graph/reference/links/grid.sssom.tsv"
    links.write_text(links.read_text(encoding="utf-8").replace("2026-11-26", "2026-11-31", 1), encoding="utf-8")
    (like_good("damaged") / "graph/built/example.nq").unlink()
    quads = like_good("misquoted") / "graph/built/example.nq"
    quads.write_bytes(quads.read_bytes().replace('exact> "民政厅"'.encode(), 'exact> "财政厅"'.encode()))
    manifest = quads.parent / "MANIFEST.json"  # so that only the words are wrong, as from another program that wrote the graph
    units = json.loads(manifest.read_text(encoding="utf-8"))
    data = quads.read_bytes()
    units["units"]["example"]["files"][quads.name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest.write_text(json.dumps(units), encoding="utf-8")
    shutil.rmtree(like_good("unbuilt") / "graph/built")
    _append(like_good("nameless") / "ontology/roles.ttl", 'role:oversee a skos:Concept ; skos:prefLabel "督办"@zh .\n')
    _append(like_good("uncovered") / "ontology/fengong.ttl", "fg:body a owl:FunctionalProperty .\n")
    _append(like_good("contradictory") / "ontology/fengong.ttl", "fg:TaskTable rdfs:subClassOf fg:Place .\n")
    (like_good("untitled") / "queries/who.rq").write_text("SELECT * { ?s ?p ?o }\n", encoding="utf-8")
    handle = stack.enter_context((like_good("busy") / "graph/.lock").open("w"))
    fcntl.flock(handle, fcntl.LOCK_EX)

    run("fengong init several --table gb.txt --id chengdu --jurisdiction 510100")
    run("fengong init several --table gb.txt --id zigong --jurisdiction 510300")
    run("fengong build --workspace several")
    run("fengong init rows --table rows.txt --id rows --jurisdiction 510000")
    run("fengong init names --table names.txt --id names --jurisdiction 510000")
    run("fengong init markup --table markup.txt --id markup --jurisdiction 510000")
    run("fengong init none")
    run("fengong init control --table control.txt --id control --jurisdiction 510000 && fengong build --workspace control")

    for name in ("rare", "unreadable"):
        run(f"fengong init {name} --table {name}.txt --id {name} --jurisdiction 510000 && fengong build --workspace {name}")
    _fonts(folder)


def _fonts(folder: Path) -> None:
    """A font without Chinese, and a folder that hides matplotlib."""
    import matplotlib as mpl  # noqa: PLC0415 - only for one page

    shutil.copy(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", folder / "latin.ttf")
    (folder / "without").mkdir()
    (folder / "without" / "matplotlib.py").write_text("raise ModuleNotFoundError\n", encoding="utf-8")


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as handle:
        handle.write(text)
