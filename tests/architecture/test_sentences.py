"""Every error code has a sentence, and every sentence can be filled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import sentences
from tests.architecture.planted import plant

Rule = Callable[[Path], list[str]]
RULES: list[Rule] = [
    sentences.computed_codes,
    sentences.misshapen_codes,
    sentences.codes_without_sentence,
    sentences.sentences_without_value,
    sentences.claimed_twice,
    sentences.misset_sentences,
]
KNOWN = "cisp_desktop/application/sentences/known.py"
OTHER = "cisp_desktop/application/sentences/other.py"
RAISES = "cisp_desktop/domain/panel.py"
OWN = "class Own(Refused):\n    def __init__(self, n):\n        super().__init__({code!r}, room=n)\n"
SENTENCE = "SENTENCES: dict[str, str] = {'panel.full': 'Le jury est complet.'}\n"

VIOLATIONS: list[tuple[Rule, dict[str, str]]] = [
    (sentences.computed_codes, {RAISES: "raise Refused(f'panel.{name}')\n"}),
    (sentences.computed_codes, {RAISES: "raise errors.RuleError(code, name=1)\n"}),
    (sentences.computed_codes, {RAISES: "class Own(StorageError):\n    pass\nraise Own(code)\n"}),
    (sentences.computed_codes, {RAISES: "def why(e):\n    return e.code\nraise Refused(why(e))\n"}),
    (
        sentences.codes_without_sentence,
        {KNOWN: SENTENCE, RAISES: OWN.format(code="panel.own")},
    ),
    (
        sentences.codes_without_sentence,
        {KNOWN: SENTENCE, RAISES: "def why(e):\n    return 'panel.why'\nraise Refused(why(e))\n"},
    ),
    (sentences.misshapen_codes, {RAISES: "raise Refused('Panel full')\n"}),
    (sentences.codes_without_sentence, {KNOWN: SENTENCE, RAISES: "raise Refused('panel.empty')\n"}),
    (
        sentences.codes_without_sentence,
        {KNOWN: SENTENCE, RAISES: "raise Refused('panel.full' if x else 'panel.empty')\n"},
    ),
    (
        sentences.sentences_without_value,
        {
            KNOWN: "SENTENCES = {'panel.full': 'Salle {room}.'}\n",
            RAISES: "raise Refused('panel.full', seat=1)\n",
        },
    ),
    (sentences.claimed_twice, {KNOWN: SENTENCE, OTHER: SENTENCE}),
    (sentences.misset_sentences, {KNOWN: "SENTENCES = {'a.b': 'Que faire ?'}\n"}),
    (sentences.misset_sentences, {KNOWN: "SENTENCES = {'a.b': 'Que faire?'}\n"}),
    (sentences.misset_sentences, {KNOWN: "SENTENCES = {'a.b': '« {name} »'}\n"}),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule, project_folder: Path) -> None:
    found = rule(project_folder)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "files"), VIOLATIONS)
def test_a_planted_violation_is_found(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    assert rule(plant(tmp_path, files))


def test_a_sound_sentence_is_not_reported(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            KNOWN: "SENTENCES = {'panel.full': '«\u00a0{room}\u00a0» est complète\u202f: qui part\u202f?'}\n",
            RAISES: "raise Refused('panel.full', room=1)\nraise Refused('panel.full', **values)\n"
            + OWN.format(code="panel.full")
            + "raise Own(names)\n",
        },
    )
    assert [found for rule in RULES for found in rule(root)] == []
