"""The French words of grading schemes and panel rules as they are edited, and of an example's reasons.

Must not know a widget, a page or a command.
"""

from collections.abc import Mapping

from cisp_desktop.application.scheme_example import Example
from cisp_desktop.application.wording import DOUBTS, decimal, plural
from cisp_desktop.application.wording_minutes import NBSP
from cisp_desktop.domain.certification import AccessPath
from cisp_desktop.domain.grading import (
    GradingScheme,
    LevelColour,
    LevelShape,
    NoProposal,
    OutsideResults,
    ScoringMode,
)
from cisp_desktop.domain.panel_rules import RuleKind

MODES: Mapping[ScoringMode, str] = {
    ScoringMode.LEVELS: "Un niveau par compétence",
    ScoringMode.POINTS: "Une note sur 20 par épreuve",
}
SHAPES: Mapping[LevelShape, str] = {
    LevelShape.AUTO: "Selon la place",
    LevelShape.EMPTY: "Cercle vide",
    LevelShape.HALF: "Cercle à demi plein",
    LevelShape.FULL: "Cercle plein",
    LevelShape.STAR: "Étoile",
}
COLOURS: Mapping[LevelColour, str] = {
    LevelColour.AUTO: "Selon la place",
    LevelColour.RED: "Rouge",
    LevelColour.ORANGE: "Orange",
    LevelColour.GREEN: "Vert",
    LevelColour.BLUE: "Bleu",
    LevelColour.GREY: "Gris",
}
OUTSIDE_RULES: Mapping[OutsideResults, str] = {
    OutsideResults.ONCE_RECORDED: "Comptent dès que la session en note",
    OutsideResults.REQUIRED: "Exigés pour proposer la validation",
    OutsideResults.IGNORED: "Sans effet sur la proposition",
}
OUTSIDE_HELP: Mapping[OutsideResults, str] = {
    OutsideResults.ONCE_RECORDED: (
        "Un résultat défavorable empêche de proposer la validation. Un résultat manquant aussi, dès que la "
        "session en note pour cette épreuve."
    ),
    OutsideResults.REQUIRED: (
        "Un résultat défavorable ou manquant empêche de proposer la validation, dans tous les cas."
    ),
    OutsideResults.IGNORED: "Le jury les lit ; la proposition n’en tient pas compte.",
}
RULE_KINDS: Mapping[RuleKind, str] = {
    RuleKind.MEMBERS_PRESENT: "Membres présents pour délibérer",
    RuleKind.EXTERNAL_SHARE: "Membres extérieurs",
    RuleKind.PROFESSIONALS_SHARE: "Professionnels du métier visé",
    RuleKind.CASTING_VOTE: "Voix prépondérante du président",
    RuleKind.BALANCE: "Du sexe le moins représenté",
}
PATH_GROUPS: tuple[tuple[str, tuple[AccessPath, ...]], ...] = (
    ("Toutes les voies", ()),
    ("VAE", (AccessPath.VAE,)),
    ("Hors VAE", tuple(path for path in AccessPath if path is not AccessPath.VAE)),
)
"""The access paths that a rule usually concerns."""


def rule_value_words(kind: RuleKind, value: int) -> str:
    """« 50 % », « 3 membres », « oui » for the casting vote."""
    if kind is RuleKind.MEMBERS_PRESENT:
        return plural(value, "membre", "membres")
    if kind is RuleKind.CASTING_VOTE:
        return "oui" if value else "non"
    return f"{value}{NBSP}%"


def example_reasons(scheme: GradingScheme, example: Example) -> list[str]:
    """Return why an example is left to the jury or refused by a line, in the scheme's own numbers."""
    words = [doubt_words(scheme, reason) for reason in example.panel.reasons]
    if example.eliminated:
        words.append("Une ligne éliminatoire n’atteint pas ce qui valide")
    return words


def doubt_words(scheme: GradingScheme, reason: NoProposal) -> str:
    """Return why the scheme leaves a block to the jury, in its own numbers where they are not the usual."""
    usual = GradingScheme()
    numbers = (scheme.mode, scheme.least_coverage, scheme.most_zeros)
    if numbers == (usual.mode, usual.least_coverage, usual.most_zeros):
        return DOUBTS[reason]
    lines = "compétences" if scheme.mode is ScoringMode.LEVELS else "épreuves"
    if reason is NoProposal.COVERAGE:
        part, whole = scheme.least_coverage
        return f"Moins de {part}/{whole} des {lines} évaluées sur une grille"
    if reason is NoProposal.ZEROS:
        part, whole = scheme.most_zeros
        return f"Plus de {part}/{whole} des {lines} au plus bas sur une grille"
    return DOUBTS[reason]


def worth_words(worth: float | None, value: int) -> str:
    """« 2 », « 1,5 »: what a level counts in the mean."""
    return decimal(value if worth is None else worth, 2)
