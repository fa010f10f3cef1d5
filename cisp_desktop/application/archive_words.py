"""The text of an archive folder: what is there, and how anybody verifies it without this application.

Plain French, for who opens the folder in ten years. Must not know how the folder is written.
"""

from collections.abc import Sequence
from datetime import datetime

from cisp_desktop.application.queries_registers import JournalVerdict
from cisp_desktop.application.wording import moment_words, plural

SUMS = "empreintes.txt"

_TEXT = """\
{title}
{rule}

Dossier d’archives de la session {number}
{what}
Centre : {centre}
Écrit le {at}
{warnings}
Ce dossier n’est PAS chiffré : il contient des noms et des décisions. Gardez-le comme les procès-verbaux sur
papier. Aucune clé secrète ne s’y trouve.

1. Ce qu’il contient
--------------------
proces-verbaux/   chaque version de chaque procès-verbal : le PDF signé, et à côté son contenu figé (.json)
extraits/         les extraits par candidat signés avec un procès-verbal, s’il y en a, avec leur contenu figé
numerisations/    les papiers signés à la main et numérisés, s’il y en a
documents/        les documents émis après le jury, avec leur contenu figé, s’il y en a
                  {marks}
journal.jsonl     ce que le journal dit de cette session, ligne par ligne ; la dernière est la tête du journal
autorite.crt      le certificat public de l’autorité de l’espace de travail, qui a certifié les PDF
index.txt         quel fichier est celui de qui : les noms des fichiers ne disent qu’un numéro ou un code
glossaire.txt     ce que veulent dire les codes des .json et du journal (VALIDATED, SITE, minutes.signed…)
empreintes.txt    l’empreinte SHA-256 de chaque fichier

En tout : {count}.

2. Vérifier qu’aucun fichier n’a changé
---------------------------------------
Sous Linux ou macOS, dans ce dossier :      sha256sum -c empreintes.txt       (macOS : shasum -a 256 -c)
Sous Windows, pour chaque fichier :         certutil -hashfile NOM_DU_FICHIER SHA256
et comparez avec la ligne de empreintes.txt.
Qui peut changer un fichier peut aussi récrire empreintes.txt : notez ailleurs l’empreinte de empreintes.txt
lui-même (calculez-la comme celle d’un fichier). Le journal de l’espace de travail la garde aussi.

3. Vérifier qu’un procès-verbal papier dit bien la même chose
-------------------------------------------------------------
Au bas de la première page est imprimée « Empreinte SHA-256 du contenu figé ». C’est l’empreinte du fichier
.json qui porte le même numéro : calculez-la comme au point 2, et comparez les 64 lettres. Le .json se lit
dans un éditeur de texte ; il contient tout ce que la page imprime, et la page n’imprime rien d’autre.
Le même fichier est joint à l’intérieur du PDF (pièces jointes de votre lecteur).
Les codes qu’il emploie sont expliqués dans glossaire.txt.

Un document émis après le jury porte à la place un « code de vérification » : ses 15 premiers signes, sans les
tirets, écrivent le début de l’empreinte de son .json ; le dernier n’est qu’un contrôle de frappe. Avec
Python 3, sans rien installer :

    import hashlib
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int(hashlib.sha256(open("NOM_DU_FICHIER.json", "rb").read()).hexdigest(), 16) >> 181
    print("".join(signs[number >> 5 * place & 31] for place in range(14, -1, -1)))

4. Vérifier les signatures
--------------------------
Avec pdfsig (paquet poppler-utils) :        pdfsig proces-verbaux/NUMERO.pdf
L’autorité et chaque membre qui a signé doivent y figurer avec « Signature is Valid », et la dernière
signature couvrir tout le fichier (« Total document signed »). Sur papier, la signature est sur la
numérisation.
Sur la ligne « Certificate Validation », deux phrases sont attendues tant que autorite.crt n’est pas déclaré
de confiance, et ne disent rien contre le fichier : « Certificate issuer isn't Trusted. » pour chaque membre,
« Unknown issue with Certificate or corrupted data. » pour l’autorité, dont le certificat est signé par
elle-même. Comparez-le avec autorite.crt : ouvert dans le lecteur, il a la même empreinte.
Avec Acrobat Reader : Préférences > Signatures > Identités et certificats approuvés, importez autorite.crt,
puis ouvrez le PDF et le panneau des signatures.
L’heure d’une signature est celle de l’ordinateur qui a signé.
Une version « rouverte » ou « annulée » ne compte plus : elle est gardée, et le journal dit pourquoi.

5. Vérifier le journal
----------------------
Chaque ligne de journal.jsonl porte « hash », l’empreinte SHA-256 de ses champs, et « previous », celle de la
ligne qui la précédait dans le journal entier. Pour la recalculer avec Python 3, sans rien installer :

    import hashlib, json
    for text in open("journal.jsonl", encoding="utf-8"):
        line = json.loads(text)
        if "hash" in line:
            parts = [str(line["sequence"])] + [line[name] for name in
                     ("at", "actor", "action", "subject", "details", "previous")]
            framed = "".join("%d:%s" % (len(part), part) for part in parts)
            assert hashlib.sha256(framed.encode("utf-8")).hexdigest() == line["hash"], line["sequence"]
    print("Chaque ligne est intacte.")

Deux lignes qui se suivent par leur numéro s’enchaînent : le « previous » de l’une est le « hash » de l’autre.
Tête du journal au moment où ce dossier a été écrit (ligne {sequence}) :
    {head}
Qui garde cette tête ailleurs (ce texte imprimé, un procès-verbal) peut demander plus tard à l’application si
elle figure encore dans le journal : sinon, il a été coupé ou réécrit.
"""
_NO_MINUTES = "Elle n’a aucun procès-verbal : ce dossier garde ce que le journal dit d’elle."


def read_me(
    *,
    number: str,
    title: str,
    centre: str,
    at: datetime,
    names: Sequence[str],
    verdict: JournalVerdict,
    demonstration: bool,
    marks: bool,
    cancelled: str = "",
) -> str:
    """Return the text of « LISEZMOI.txt »; ``names`` are the other files but the fingerprints; ``cancelled``
    says when, by whom and why the session was cancelled, empty for any other.
    """
    heading = "LISEZ-MOI"
    warnings = []
    if demonstration:
        warnings.append("SESSION DE DÉMONSTRATION : données fictives.")
    if cancelled:
        warnings.append(cancelled)
        if not any(name.startswith("proces-verbaux/") for name in names):
            warnings.append(_NO_MINUTES)
    if verdict.broken is not None:
        warnings.append(f"ATTENTION : le journal ne tient pas à la ligne {verdict.broken.sequence}.")
    shown = "avec ceux qui montrent des notes" if marks else "sauf ceux qui montrent des notes"
    text = _TEXT.format(
        title=heading, rule="=" * len(heading), number=number, what=title, centre=centre,
        at=moment_words(at), warnings="".join(f"{line}\n" for line in warnings), marks=f"({shown})",
        count=plural(len(names) + 2, "fichier", "fichiers"), sequence=verdict.last, head=verdict.head,
    )  # fmt: skip
    return text.replace("\u00a0", " ")
