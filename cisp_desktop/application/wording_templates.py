"""What the worded texts of papers and messages are called in sentences. Must not know what they say."""

from collections.abc import Mapping

TEMPLATE_FIELDS: Mapping[str, str] = {
    "paper_template.opening": "Ouverture",
    "paper_template.closing": "Fin",
    "paper_template.statement": "Ce qui est attesté",
    "paper_template.procedure": "Procédure de recours du certificateur",
    "paper_template.joined": "Pièces à joindre",
    "paper_template.subject": "Objet",
    "paper_template.body": "Texte",
}
