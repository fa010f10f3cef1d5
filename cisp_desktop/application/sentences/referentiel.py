"""French sentences for what saving an edited certification refuses."""

SENTENCES: dict[str, str] = {
    "certification.scheme_line": (
        "Le barème nomme la ligne « {line} », qui n’est pas dans la fiche. Corrigez le barème ou le bloc."
    ),
    "certification.dates": (
        "L’enregistrement finit le {ends}, avant de commencer le {starts}. Corrigez une des deux dates."
    ),
    "certification.day_unreadable": (
        "« {value} » n’est pas une date. Écrivez-la comme 21/11/2026, ou videz le champ."
    ),
    "certification.too_many_blocks": (
        "La fiche compte {count} blocs ; la limite est de {most}. Vérifiez le découpage."
    ),
    "certification.too_many_lines": (
        "Le bloc {block} compte {count} compétences et épreuves ; la limite est de {most}. Vérifiez le découpage."
    ),
    "certification.block_empty": (
        "Le bloc {block} n’a ni compétence ni épreuve : rien ne pourrait y être noté. Ajoutez-en une, ou "
        "supprimez le bloc."
    ),
    "certification.line_empty": (
        "Une compétence ou une épreuve du bloc {block} est vide. Écrivez-la, ou supprimez la ligne."
    ),
    "certification.minutes": (
        "La durée de {minutes} min, épreuve « {title} » du bloc {block}, doit être de 0 à {most} min."
    ),
    "certification.code_fixed": (
        "Le code d’une fiche enregistrée ne change plus : c’est {code}. Pour un autre titre, importez sa fiche "
        "ou créez-en une."
    ),
    "certification.changed_meanwhile": (
        "Une autre version de {code} a été enregistrée entre-temps : rien n’a été écrasé. Ouvrez cette version, "
        "comparez, et reportez-y vos changements."
    ),
    "certification.in_use": (
        "La version {version} de {code} est utilisée par une session : elle est figée et reste en place."
    ),
}
