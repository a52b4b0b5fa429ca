"""The public face: names, docstrings, keyword-only options, and a quick start."""

import inspect
import subprocess
import sys
from dataclasses import is_dataclass

import pytest

import ecosystem as eco

FUNCTIONS = [name for name in eco.__all__ if inspect.isfunction(getattr(eco, name))]
QUESTIONS = [name for name in FUNCTIONS if name.startswith("find_")]
VERBS = ("read", "find_", "draw_", "write_", "to_", "check", "hash_", "reduce_")


def test_dir_is_the_public_names():
    assert dir(eco) == sorted(eco.__all__)
    assert eco.__all__ == sorted(eco.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'find_everything'"):
        eco.find_everything  # noqa: B018 - the look-up is what is tested


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_begin_with_a_verb_of_the_house(name):
    assert name.startswith(VERBS)


@pytest.mark.parametrize("name", eco.__all__)
def test_public_names_have_docstrings_with_their_parts(name):
    thing = getattr(eco, name)
    text = inspect.getdoc(thing)
    assert text
    if inspect.isfunction(thing):
        assert "Returns\n---" in text
        assert "Raises\n---" in text
        for parameter in inspect.signature(thing).parameters:
            assert parameter in text, parameter
    if name in QUESTIONS:
        for part in ("Notes", "References", "Examples"):
            assert f"{part}\n---" in text, part


@pytest.mark.parametrize("name", FUNCTIONS)
def test_options_are_keyword_only_and_few(name):
    parameters = list(inspect.signature(getattr(eco, name)).parameters.values())
    # A page is written to a path, or only handed out where none is given: that is no option.
    options = [
        one
        for one in parameters
        if one.default is not inspect.Parameter.empty and one.name != "path"
    ]
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in options)
    assert len(options) <= 6
    assert all(one.kind is not inspect.Parameter.VAR_KEYWORD for one in parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_take_the_ecosystem_first_and_answer_with_a_frozen_result(name):
    signature = inspect.signature(getattr(eco, name))
    # Contacts are compared of hashed lists: people are in no ecosystem.
    first = next(iter(signature.parameters))
    # And what changed is asked of two, of which neither is the one.
    odd = {"find_contact_overlap": "lists", "find_changes": "before"}
    assert first == odd.get(name, "e")
    # The name is looked up among all answers, as a module may import its own only for typing.
    answer = next(
        one for one in eco.Result.__subclasses__() if one.__name__ == signature.return_annotation
    )
    assert is_dataclass(answer)
    assert answer.__dataclass_params__.frozen
    assert answer.__eq__ is object.__eq__


def test_importing_is_light():
    code = (
        "import sys, ecosystem as eco; eco.read_sample('west-midlands'); "
        "heavy = {'IPython', 'matplotlib', 'pyvis', 'networkx', 'openpyxl'} & set(sys.modules); "
        "print(*heavy)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr.strip()) == ("", "")


def test_a_command_imports_what_it_needs():
    """A report wants neither the page on this computer nor what reads people's own layouts."""
    code = (
        "import sys, ecosystem.commands, ecosystem.report; "
        "others = {'ecosystem.app', 'ecosystem.questions.contacts', 'openpyxl', 'scipy.optimize', "
        "'scipy.spatial', 'ecosystem.formats.tables.kinds'} & set(sys.modules); "
        "print(*others)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr.strip()) == ("", "")


def test_the_command_line_leaves_what_it_imports_alone():
    """Frozen, the collector never looks through it again; of what is made later it sees rings."""
    code = (
        "import gc, sys; sys.argv = ['ecosystem', '--version']; "
        "from ecosystem.__main__ import main; status = main(); "
        "print(status, gc.isenabled(), gc.get_freeze_count() > 100_000)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines()[1:] == ["0 True True"]
