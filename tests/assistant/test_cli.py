"""The contract that other tools rely on: commands, JSON, exit codes; and that nothing leaves the machine."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
NO_NETWORK = """
import os, socket
def refuse(*arguments, **options):
    with open(os.environ["NETWORK_LOG"], "a") as log:
        log.write(repr(arguments) + "\\n")
    raise OSError("the network is unplugged")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
socket.create_connection = socket.gethostbyname = refuse
look_up = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **options: (
    look_up(host, *rest, **options) if host in (None, "127.0.0.1", "localhost") else refuse(host))
"""


class Machine:
    """A machine of its own for the command: an empty home, a temp folder to watch, and no network."""

    def __init__(self, folder: Path, models: Path) -> None:
        self.home, self.temp, self.library = folder / "home", folder / "temp", folder / "library"
        site = folder / "site"
        for made in (self.home, self.temp, self.library, site):
            made.mkdir(parents=True)
        (self.library / "models").symlink_to(models)
        (site / "sitecustomize.py").write_text(NO_NETWORK)
        self.network_log = folder / "network.log"
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "TMPDIR": str(self.temp), "LC_ALL": "C",
            "PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "TRIPREPORT_LIBRARY": str(self.library),
            "NETWORK_LOG": str(self.network_log),
        }  # fmt: skip

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "assistant", *arguments]
        return subprocess.run(command, env=self.environment, cwd=self.home, capture_output=True, check=False)

    def json(self, *arguments: str) -> object:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, models: Path, first_report_path: Path) -> Machine:
    from index.embed import load_embedder

    load_embedder(None, models)
    made = Machine(tmp_path_factory.mktemp("machine"), models)
    done = made.run("ingest", str(first_report_path))
    assert done.returncode == 0, done.stderr.decode()
    assert b"1 added, 0 updated, 0 unchanged, 0 removed, 0 failed" in done.stdout
    return made


@pytest.fixture(scope="module")
def first_report_path() -> Path:
    return ROOT / "corpus" / "reports" / "000_b1a17c035f95a460.txt"


def test_ask_prints_the_object_of_the_contract(machine: Machine) -> None:
    answer = machine.json("ask", "what did the analyst say about cross-border cloud", "--json", "-k", "3")
    assert {"id", "question", "answerable", "confidence", "hits"} <= set(answer)
    assert answer["band"] == "sure" and answer["near_misses"] == []
    assert answer["answerable"] is True
    assert 0 <= answer["confidence"] <= 1
    assert len(answer["hits"]) == 3
    hit = answer["hits"][0]
    assert set(hit) == {
        "rank", "score", "report_id", "report_title", "section_path", "char_start", "char_end", "page", "text",
        "pages", "highlights", "citation", "why", "also_in",
    }  # fmt: skip
    assert hit["section_path"] == ["肆、下一個世代的政府數位發展趨勢探討", "(五)"]
    assert hit["page"] is None
    assert {"meaning_rank", "word_rank"} <= set(hit["why"])
    text = machine.run("show", hit["report_id"], "--text").stdout.decode("utf-8")
    assert text[hit["char_start"] : hit["char_end"]] == hit["text"]


@pytest.mark.parametrize(
    "question",
    ["what did the analyst say about cross-border cloud", "分析師對跨國雲端有什麼建議", "分析师对跨国云端有什么建议"],
)
def test_three_languages_lead_to_the_same_passage(machine: Machine, question: str) -> None:
    (hit,) = machine.json("ask", question, "--json", "-k", "1")["hits"]
    assert hit["section_path"] == ["肆、下一個世代的政府數位發展趨勢探討", "(五)"]


def test_a_batch_is_answered_in_order_a_line_each(machine: Machine, tmp_path: Path) -> None:
    rows = [{"id": n, "question": q} for n, q in enumerate(["元宇宙是什麼", "數位免疫系統", "韌性"])]
    batch = tmp_path / "批次.jsonl"
    batch.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n\n", encoding="utf-8")
    done = machine.run("ask", "--batch", str(batch), "--json")
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert [(a["id"], a["question"]) for a in answers] == [(r["id"], r["question"]) for r in rows]


@pytest.mark.slow
def test_a_judged_set_is_measured_and_written_as_a_run(machine: Machine, tmp_path: Path) -> None:
    folder = tmp_path / "水與路"
    (folder / "qrels").mkdir(parents=True)
    texts = {"d1": "自來水公司汰換含鉛的水管。", "d2": "市區道路改鋪透水瀝青。"}
    rows = [{"_id": i, "title": i, "text": t} for i, t in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "q", "text": "who replaces lead water pipes?"}', encoding="utf-8")
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq\td1\t1\n", encoding="utf-8")
    run = tmp_path / "run.txt"
    measured = machine.json("evaluate", str(folder), "--json", "--run", str(run), "--baseline", "rrf")
    assert measured["groups"][0]["figures"] == dict.fromkeys(("R@1", "R@5", "R@10", "MRR@10", "nDCG@10"), 1.0)
    assert [b["name"] for b in measured["baselines"]] == ["rrf"]
    assert measured["verdicts"]["all"]["unanswerable"] == 1
    assert run.read_text(encoding="utf-8").split()[:4] == ["q", "Q0", "d1", "1"]
    assert len(machine.json("reports", "--json")) == 1


@pytest.mark.slow
def test_questions_are_about_the_librarys_own_reports_unless_others_are_named(machine: Machine) -> None:
    questions = str(ROOT / "corpus" / "questions" / "gartner_2022.jsonl")
    measured = machine.json("evaluate", questions, "--json", "--baseline", "dense", "bm25")
    assert (measured["questions"], measured["reports"]) == (16, 1)
    assert [b["name"] for b in measured["baselines"]] == ["dense", "bm25"]
    assert measured["groups"][0]["figures"]["top 1"] >= 0.8
    assert measured["verdicts"]["all"]["refused"] == 1


def test_the_text_is_printed_to_the_byte(machine: Machine, first_report_path: Path) -> None:
    (report,) = machine.json("reports", "--json")
    assert machine.run("show", report["id"], "--text").stdout == first_report_path.read_bytes()


def test_the_outline_is_the_tree(machine: Machine) -> None:
    (report,) = machine.json("reports", "--json")
    sections = machine.json("show", report["id"], "--outline", "--json")
    gold = json.loads((ROOT / "corpus" / "questions" / "gartner_2022_outline.json").read_text(encoding="utf-8"))
    keys = ("path", "title", "level", "start", "end")
    assert [{k: s[k] for k in keys} for s in sections] == [{k: s[k] for k in keys} for s in gold["sections"]]


def test_the_form_is_shown_and_status_names_the_model(machine: Machine) -> None:
    (report,) = machine.json("reports", "--json")
    shown = machine.json("show", report["id"], "--json")
    assert shown["form"]["author"]["value"] == "江長柏"
    assert shown["dates"]["date"] == "2023-01-19"
    status = machine.json("status", "--json")
    assert status["model"] == "multilingual-e5-small"
    assert status["backend"].startswith("onnxruntime")


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (["ask"], "--batch FILE"),
        (["ask", ""], "write a question"),
        (["ask", "雲端", "--report", "nope"], "tripreport reports"),
        (["ask", "雲端", "-k", "0"], "1<=x<=50"),
        (["ask", "--batch", "missing.jsonl"], "JSON lines"),
        (["show", "nope"], "tripreport reports"),
        (["ingest", "missing.txt"], "missing.txt"),
        (["ask", "雲端", "--model", "nobody/nothing"], "--model FOLDER"),
        (["nonsense"], "nonsense"),
        (["evaluate", "missing"], "missing"),
        (["evaluate", "nowhere.jsonl"], "give a BEIR folder, or a file of JSON lines"),
    ],
)
def test_a_persons_mistake_is_exit_code_2_with_the_cure_on_stderr(
    machine: Machine, arguments: list[str], cure: str
) -> None:
    done = machine.run(*arguments)
    assert done.returncode == (1 if "--model" in arguments else 2), done.stderr.decode()
    assert cure in done.stderr.decode()
    assert done.stdout == b"" or b"failed" in done.stdout
    assert b"Traceback" not in done.stderr


def test_an_empty_library_says_how_to_fill_it(machine: Machine, tmp_path: Path) -> None:
    done = machine.run("ask", "雲端", "--library", str(tmp_path / "empty"))
    assert done.returncode == 2
    assert b"tripreport ingest FOLDER" in done.stderr


def test_an_unknown_setting_is_refused(machine: Machine) -> None:
    machine.environment["TRIPREPORT_LIBARY"] = "typo"
    try:
        done = machine.run("reports")
    finally:
        del machine.environment["TRIPREPORT_LIBARY"]
    assert done.returncode == 2
    assert b"TRIPREPORT_LIBARY is no setting" in done.stderr


def test_nothing_is_written_outside_the_library(machine: Machine, first_report_path: Path) -> None:
    machine.run("ingest", str(first_report_path))
    machine.run("ask", "雲端")
    machine.run("rebuild")
    assert list(machine.home.rglob("*")) == []
    assert list(machine.temp.rglob("*")) == []


def test_rebuild_counts_the_passages(machine: Machine) -> None:
    (report,) = machine.json("reports", "--json")
    assert machine.run("rebuild").stdout.decode() == f"{report['passages']} passages indexed\n"


@pytest.mark.slow
def test_nothing_ever_tries_to_reach_the_network(machine: Machine) -> None:
    machine.run("ask", "雲端", "--json")
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=machine.environment, cwd=machine.home, text=True, **pipes) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urlopen(address, timeout=30) as page:
            assert page.status == 200
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
    assert server.returncode == 0, errors
    assert "Traceback" not in errors
    assert not machine.network_log.exists(), machine.network_log.read_text()
    assert list(machine.home.rglob("*")) == []
    assert list(machine.temp.rglob("*")) == []
