"""The shape of the documentation: headings of methods, links, commands, and schemas that hold."""

import importlib.util
import json
import re
import shlex
import sys

import jsonschema
import pytest
from run_docs import DOCS, list_blocks

import ecosystem as eco
from ecosystem.commands import COMMANDS, DESCRIPTION, make_parser, parse_words

ROOT = DOCS.parent
METHODS = sorted((DOCS / "methods").glob("*.md"))
HEADINGS = [
    "Definition",
    "Formula",
    "Worked example",
    "Limits",
    "What it must not be used for",
    "References",
]
PAGES = sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md"), ROOT / "findings" / "README.md"})
_BLOCK = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")


def _read(path):
    return path.read_text(encoding="utf-8")


def _list_anchors(path):
    """Return the anchors of a page, made of its headings as Markdown renderers make them."""
    text = _BLOCK.sub("", _read(path))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_method_pages_have_one_shape(path):
    """All say the same six things in the same order, and the example is run by test_docs_run.py."""
    text = _read(path)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    parts = dict(zip(HEADINGS, re.split(r"^## .+$", text, flags=re.MULTILINE)[1:], strict=True))
    assert [name for name, part in parts.items() if len(part.split()) < 10] == []
    assert any(kind == "pycon" for kind, _, _ in list_blocks(parts["Worked example"]))


def test_every_method_has_a_page_of_its_own():
    rooms = {getattr(eco, name).__module__.split(".")[2] for name in eco.__all__ if "find_" in name}
    assert {path.stem for path in METHODS} == rooms | {"asking"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    for link in _LINK.findall(_read(path)):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        page = (path.parent / target).resolve() if target else path
        assert page.exists(), link
        if anchor and page.suffix == ".md":
            assert anchor in _list_anchors(page), link


def test_every_page_is_in_a_list_of_pages():
    """Sphinx warns of one that is not; this says it sooner."""
    listed = set()
    for path in DOCS.rglob("*.md"):
        for toc in re.findall(
            r"^```\{toctree\}\n(.*?)^```$", _read(path), re.MULTILINE | re.DOTALL
        ):
            names = [line for line in toc.splitlines() if line and not line.startswith(":")]
            for name in names:
                listed |= set(path.parent.glob(f"{name}.md"))
    assert set(DOCS.rglob("*.md")) - listed == {DOCS / "index.md"}


def _list_commands(path):
    """Return the words of each command line of ours in a page's blocks for a shell."""
    blocks = [code for kind, code in _BLOCK.findall(_read(path)) if kind in {"", "sh"}]
    for part in re.split(r"\n|&&", "\n".join(blocks)):
        words = shlex.split(part, comments=True) if "ecosystem " in part else []
        names = [word.rpartition("/")[2] for word in words]
        if "ecosystem" in names and words[0] != "curl":
            yield words[names.index("ecosystem") + 1 :]


def test_the_commands_in_the_pages_are_understood():
    """Each names a command and options that there are."""
    parser = make_parser(COMMANDS, description=DESCRIPTION, epilog="")
    found = [(path, words) for path in PAGES for words in _list_commands(path) if words]
    assert len(found) > 5
    for path, words in found:
        named = parse_words(parser, words, COMMANDS).command
        assert named in {command.name for command in COMMANDS}, path


def _load(name):
    sys.path.append(str(DOCS))
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def schemas():
    return {path.stem: json.loads(_read(path)) for path in (DOCS / "schemas").glob("*.json")}


def test_every_class_of_answers_has_a_schema(schemas):
    classes = [getattr(eco, name) for name in eco.__all__ if name.endswith("Result")]
    assert set(schemas) == {one.__name__ for one in classes} - {"Result"}


@pytest.mark.parametrize("sample", ["west_midlands", "legal_aid", "tiny"])
def test_every_answer_is_as_its_schema_says(sample, schemas, request):
    """The first is what the schemas are made of, the others are not."""
    e = request.getfixturevalue(sample)
    for answer in _load("make_schemas").ask_everything(e.select(visibility="public")):
        plain = answer.to_dict()
        json.dumps(plain, allow_nan=False)
        jsonschema.Draft202012Validator(schemas[type(answer).__name__]).validate(plain)


def test_a_schema_refuses_what_is_no_answer(schemas, tiny):
    answer = eco.find_core(tiny).to_dict()
    answer["table"][0]["p_core"] = "likely"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, schemas["CoreResult"])


def test_built_pages_that_fetch_from_elsewhere_are_found(tmp_path):
    check = _load("check_site")
    assert check.list_fetched(tmp_path) == [f"{tmp_path}: there is no page here"]
    page = tmp_path / "index.html"
    page.write_text('<a href="https://a.example">a</a><script src="own.js"></script>')
    assert check.list_fetched(tmp_path) == []
    page.write_text('<script src="https://a.example/x.js"></script>')
    (tmp_path / "a.css").write_text("@import '//b.example/y.css';")
    assert check.list_fetched(tmp_path) == [
        "index.html: https://a.example/x.js",
        "a.css: //b.example/y.css",
    ]
