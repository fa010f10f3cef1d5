"""Sentences on templates of papers: fields, lengths, colours, and what the stored one became meanwhile."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "paper_template.empty": "Le champ « {field} » est vide : ce document ne peut pas se passer de ce texte.",
    "paper_template.too_many_lines": "Le champ « {field} » a trop de lignes : {limit} au plus.",
    "paper_template.unbalanced": (
        "Une accolade est seule dans « {field} », près de « {near} ». Un champ s’écrit {{nom}}, "
        "d’une accolade à l’autre et sur une ligne ; prenez-le dans « Insérer un champ »."
    ),
    "paper_template.unknown_field": (
        "« {field} » contient le champ {{{name}}}, que ce document ne connaît pas. Il connaît : {known}."
    ),
    "paper_template.repeated_field": (
        "Le champ {{{name}}} revient trop souvent dans « {field} » : {limit} fois au plus."
    ),
    "paper_template.field_missing": (
        "« {field} » doit garder {names} : sans cela, le document ne dirait pas ce qu’il doit dire."
    ),
    "paper_template.colour": (
        "La couleur « {colour} » n’est pas de la forme #RRVVBB : un croisillon, puis six chiffres ou "
        "lettres de A à F, comme #1F3A5F."
    ),
    "paper_template.pale": (
        "La couleur {colour} est trop pâle pour du texte : son contraste avec le blanc est de "
        "{contrast}, il en faut {least}. Prenez-la plus foncée."
    ),
    "paper_template.paper": (
        "« {paper} » n’est pas un document qui a un modèle. Ceux qui en ont un : {known}."
    ),
    "paper_template.paragraph": "Le modèle « {paper} » n’a pas de texte « {paragraph} ». Il a : {known}.",
    "paper_template.file": (
        "Le fichier n’est pas un modèle : il faut du JSON avec « accent » et « papers », comme l’écrit "
        "« template show --out »."
    ),
    "paper_template.changed_meanwhile": (
        "Les modèles de ce centre ont changé entre-temps. Rouvrez-les : vous verrez ce qui est enregistré."
    ),
}
