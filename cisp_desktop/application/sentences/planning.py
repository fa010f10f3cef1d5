"""French sentences for what the planning refuses."""

SENTENCES: dict[str, str] = {
    "planning.no_day": "Le planning n’a aucun jour. Donnez au moins un jour à la session.",
    "planning.no_room": "Le planning n’a aucune salle. Ajoutez un jury à la session.",
    "planning.day_hours": (
        "Le {day}, la fin de la journée n’est pas après son début. Corrigez l’une des deux heures."
    ),
    "planning.break_hours": (
        "La fin de la pause « {label} » n’est pas après son début. Corrigez l’une des deux heures."
    ),
    "planning.lengths": (
        "Un passage dure {minutes} minutes : il en faut de {least} à {most}, temps majoré compris. "
        "Corrigez la durée."
    ),
    "planning.extra_time": "Un temps majoré de {percent} % n’est pas admis : donnez de 0 à 200 %.",
    "planning.steps": (
        "Les passages commencent toutes les {grid} minutes, avec {pause} minutes de pause : il faut de 1 à 60 "
        "pour le pas, et de 0 à 240 pour la pause."
    ),
    "planning.unknown_room": (
        "Un candidat est placé dans une salle qui n’est plus dans la session. Choisissez-lui une autre salle."
    ),
    "planning.twice": (
        "Un candidat, une salle ou un jour figure deux fois dans le planning. Rouvrez la page, puis recommencez."
    ),
    "planning.undecided": (
        "En {seconds} secondes, aucun planning n’a été trouvé, et rien ne prouve qu’il n’y en ait pas. "
        "Recommencez, ou retirez une contrainte."
    ),
    "planning.clash": "Aucun planning ne respecte toutes les contraintes. Changez l’une de celles-ci\u00a0:",
    "planning.changed_meanwhile": (
        "La session a changé pendant la recherche\u00a0: le planning trouvé n’a pas été pris. Proposez-en un autre."
    ),
    "planning.moves": (
        "{moves} : rien n’est écrit. Relancez avec --yes pour l’accepter, ou avec --stay pour garder chaque "
        "candidat devant son jury."
    ),
    "planning.nothing_placed": (
        "Personne n’y a d’horaire\u00a0: il n’y a rien à exporter. Proposez d’abord un planning, ou placez les "
        "candidats."
    ),
    "slots.changed_meanwhile": (
        "Le passage du candidat {number} a changé entre-temps. Regardez sa nouvelle place, puis recommencez."
    ),
    "unavailability.changed_meanwhile": (
        "Cette indisponibilité a changé entre-temps. Regardez-la, puis recommencez."
    ),
}
