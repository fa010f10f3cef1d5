"""French sentences for what the editors of schemes and panel rules refuse."""

SENTENCES: dict[str, str] = {
    "scheme.outside_total": (
        "Dans {block}, les épreuves jugées hors jury pèsent 100 % du résultat ou plus : rien ne resterait au "
        "jury. Réduisez un de leurs poids."
    ),
    "scheme.level_last": "Un barème garde au moins deux niveaux : celui-ci ne peut pas être retiré.",
    "scheme.levels_most": "Un barème compte au plus {most} niveaux : un chiffre du clavier pour chacun.",
    "panel_rules.president_kept": "Un jury a toujours un président : son siège ne peut pas être retiré.",
    "panel_rules.no_role_left": "Chaque sorte de siège figure déjà dans les règles. Changez le nombre voulu.",
    "equivalence.changed_meanwhile": (
        "Cette équivalence a été changée entre-temps. Relisez-la, puis recommencez."
    ),
}
