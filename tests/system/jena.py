"""Debian's Apache Jena 4.5: a class path that works, and questions to a TDB2 database in one Java machine.

Run as a script it answers the queries on its standard input: JSON lines, each a query in and its results out.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

JAVA = Path("/usr/share/java")
JARS = """
    jena-arq jena-base jena-cmds jena-core jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data jena-dboe-transaction
    jena-iri jena-rdfconnection jena-shacl jena-shex jena-tdb jena-tdb2 thrift commons-cli commons-codec commons-compress commons-csv
    commons-io commons-lang3 commons-logging httpclient httpclient-cache httpcore jackson-annotations jackson-core jackson-databind
    jsonld-java titanium-json-ld slf4j-api slf4j-nop gson guava protobuf dexx.collection jakarta.json-api
""".split()


def java() -> str:
    """The program that runs Java."""
    found = shutil.which("java")
    assert found, "java is missing: apt-get install default-jre-headless"
    return found


def class_path(folder: Path) -> str:
    """A class path for Debian's Jena: its Xerces looks for its messages where they are not, and two jars are not named."""
    core = JAVA / "jena-core.jar"
    assert core.is_file(), "Jena is missing: apt-get install libapache-jena-java"
    moved = "org/apache/jena/ext/xerces/"
    with zipfile.ZipFile(core) as jar:
        names = [name for name in jar.namelist() if name.startswith(moved) and name.endswith(".properties")]
        assert names
        for name in names:
            target = folder / "xerces" / name.removeprefix(moved)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(jar.read(name))
    return ":".join([str(folder), *(str(JAVA / f"{name}.jar") for name in JARS)])


def main(path: str, location: str) -> None:
    """Answer each line of the standard input from the TDB2 database at ``location``; one that cannot be answered says why."""
    import jpype  # noqa: PLC0415 - only the process of its own needs it

    jpype.startJVM(classpath=path.split(":"), convertStrings=True)
    tdb2 = jpype.JClass("org.apache.jena.tdb2.TDB2Factory")
    factory = jpype.JClass("org.apache.jena.query.QueryExecutionFactory")
    formatter = jpype.JClass("org.apache.jena.query.ResultSetFormatter")
    manager = jpype.JClass("org.apache.jena.riot.RDFDataMgr")
    lang = jpype.JClass("org.apache.jena.riot.Lang")
    stream = jpype.JClass("java.io.ByteArrayOutputStream")
    read = jpype.JClass("org.apache.jena.query.ReadWrite").READ
    dataset = tdb2.connectDataset(location)
    for line in sys.stdin:
        out = stream()
        dataset.begin(read)
        try:
            execution = factory.create(json.loads(line), dataset)
            if execution.getQuery().isConstructType():
                manager.write(out, execution.execConstruct(), lang.NTRIPLES)
            else:
                formatter.outputAsJSON(out, execution.execSelect())
            answer = {"text": bytes(out.toByteArray()).decode()}
        except jpype.JException as error:
            answer = {"error": str(error)}
        finally:
            dataset.end()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
