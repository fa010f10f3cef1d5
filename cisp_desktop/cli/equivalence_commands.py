"""``certification equivalence``: which block of an older title stands for which block of today's."""

from typing import Annotated, Any

import typer

from cisp_desktop.application.lineage import EquivalenceEntry, record_equivalence, remove_equivalence
from cisp_desktop.application.naming import find_equivalence
from cisp_desktop.application.queries import EquivalenceRow
from cisp_desktop.application.wording import plural
from cisp_desktop.cli.parameters import Folder, Json, Secret, console_of, opened

equivalence_app = typer.Typer(help="Équivalences de blocs : lister, ajouter, retirer.")

Code = Annotated[str, typer.Argument(metavar="CODE", help="La certification d’aujourd’hui.")]
Block = Annotated[str, typer.Argument(metavar="BLOC", help="Son bloc, par exemple BC01.")]
OldCode = Annotated[str, typer.Argument(metavar="ANCIEN_CODE", help="L’ancienne certification.")]
OldBlock = Annotated[str, typer.Argument(metavar="ANCIEN_BLOC", help="L’ancien bloc, qui vaut BLOC.")]


@equivalence_app.command("list")
def list_equivalences(
    context: typer.Context, folder: Folder, code: Code, secret: Secret = None, json: Json = False
) -> None:
    """Liste ce qui vaut pour les blocs d’une certification."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        rows = workspace.queries.equivalences(code.strip().upper())
    console.result(
        {"equivalences": [_data(row) for row in rows]},
        [_line(row) for row in rows] or ["Aucune équivalence enregistrée."],
    )


@equivalence_app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    code: Code,
    block: Block,
    old_code: OldCode,
    old_block: OldBlock,
    source: Annotated[str, typer.Option(metavar="TEXTE", help="Ce qui la fonde.")] = "",
    years: Annotated[
        int | None, typer.Option(metavar="ANS", help="Combien d’années il vaut ; sinon, ce que dit sa fiche.")
    ] = None,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Enregistre qu’un ancien bloc vaut un bloc d’aujourd’hui ; les blocs acquis sont revus."""
    console = console_of(context)
    entry = EquivalenceEntry(old_code, old_block, code.strip().upper(), block, source, years)
    with opened(console, folder, secret) as workspace:
        identifier = record_equivalence(workspace, entry)
        rows = workspace.queries.equivalences(entry.certification_code)
        row = next(one for one in rows if one.id == identifier)
    console.result(_data(row), [f"Équivalence enregistrée : {_line(row)}"])


@equivalence_app.command("remove")
def remove(
    context: typer.Context,
    folder: Folder,
    code: Code,
    block: Block,
    old_code: OldCode,
    old_block: OldBlock,
    secret: Secret = None,
    json: Json = False,
) -> None:
    """Retire une équivalence ; les blocs acquis sont revus."""
    console = console_of(context)
    with opened(console, folder, secret) as workspace:
        row = find_equivalence(
            workspace.queries, code.strip().upper(), block=block, held_certification=old_code,
            held_block=old_block,
        )  # fmt: skip
        remove_equivalence(workspace, row.id)
    console.result(_data(row), [f"Équivalence retirée : {_line(row)}"])


def _data(row: EquivalenceRow) -> dict[str, Any]:
    return {
        "id": row.id, "held_certification": row.held_certification, "held_block": row.held_block,
        "certification": row.certification_code, "block": row.block_code, "origin": row.origin.value,
        "source": row.source, "years": row.validity_years,
    }  # fmt: skip


def _line(row: EquivalenceRow) -> str:
    years = f", {plural(row.validity_years, 'an', 'ans')}" if row.validity_years is not None else ""
    source = f" ({row.source})" if row.source else ""
    return f"{row.held_certification} {row.held_block} vaut {row.block_code}{years}{source}"
