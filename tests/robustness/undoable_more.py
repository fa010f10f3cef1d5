"""More undoable acts with their inverses: dossiers, lists, certifications, papers copied, votes, drafts.

Then what cannot be undone, with its reason, and how the journal's words tell both apart. This module must not
know a screen.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from sqlalchemy import select

from cisp_desktop.application.candidate_editing import (
    FieldChange,
    edit_held,
    edit_registration,
    paste_cells,
    revert_paste,
    value_of,
)
from cisp_desktop.application.candidate_import import import_candidates
from cisp_desktop.application.candidate_import_undo import undo_import
from cisp_desktop.application.candidate_list import CandidateLine, CandidateList, HeldClaim
from cisp_desktop.application.certification_editing import (
    certification_to_data,
    remove_certification,
    save_certification,
    undo_save,
)
from cisp_desktop.application.deliberating import Ruling, decide
from cisp_desktop.application.dossier_versions import (
    count_version,
    put_back,
    reassign_dossier,
    remove_dossier,
    remove_dossiers,
    restore_dossiers,
)
from cisp_desktop.application.dossiers import set_dossiers_due, store_dossier
from cisp_desktop.application.drafting import Draft, keep_draft
from cisp_desktop.application.lineage import (
    EquivalenceEntry,
    edit_equivalence,
    record_equivalence,
    remove_equivalence,
)
from cisp_desktop.application.outside_import import import_results, undo_results
from cisp_desktop.application.outside_list import ResultLine, ResultList
from cisp_desktop.application.paper_templates import edit_templates, read_templates
from cisp_desktop.application.ports import DossierFacts
from cisp_desktop.application.recusal_advice import SuggestedRecusal
from cisp_desktop.application.recusals import declare_suggested, withdraw_recusals
from cisp_desktop.application.stand_ins import call_again, dismiss
from cisp_desktop.application.transcribing import (
    check_transcription,
    start_transcription,
    stop_transcription,
    uncheck_transcription,
)
from cisp_desktop.documents.issued.renderer import IssuedRenderer
from cisp_desktop.domain.certification import DossierKind
from cisp_desktop.domain.deliberation import DecisionValue
from cisp_desktop.domain.discussion import Ballot
from cisp_desktop.domain.panel import RecusalGround
from cisp_desktop.domain.paper_template import CentreTemplates
from cisp_desktop.persistence import tables
from tests.robustness.undoable import WORDS, Draw, Pair, Scene, ballots_now

BALLOTS = {
    DecisionValue.VALIDATED: Ballot.FOR,
    DecisionValue.NOT_VALIDATED: Ballot.AGAINST,
    DecisionValue.DEFERRED: Ballot.DEFER,
}


class OnePage:
    """Takes any file for one page of text."""

    def inspect(self, content: bytes, *, file_name: str) -> DossierFacts:
        """Look at nothing but the length."""
        return DossierFacts(1, hashlib.sha256(content).hexdigest(), len(content), ("texte",))


# --- deliberating -------------------------------------------------------------------------------------


def voted(scene: Scene, draw: Draw) -> Pair:
    """A decision with the ballot of each juror, or one taken back that keeps them."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    block, value = draw(st.sampled_from(scene.made.blocks)), draw(st.sampled_from(list(BALLOTS)))
    seats = list(scene.made.seats.values())
    all_agree = dict.fromkeys(seats, BALLOTS[value])
    one_differs = {**all_agree, seats[1]: draw(st.sampled_from(list(Ballot)))}
    reasoned = Ruling(value, "parce que le dossier le montre")
    ruling, ballots = draw(
        st.sampled_from(
            [
                (reasoned, all_agree), (reasoned, one_differs), (Ruling(None, "à revoir"), {}),
            ]
        )
    )  # fmt: skip
    kept = ballots_now(scene, chosen, block)
    return Pair(
        lambda: decide(workspace, chosen, block_id=block, ruling=ruling, ballots=ballots),
        lambda before: decide(workspace, chosen, block_id=block, ruling=before, ballots=kept),
    )


def draft_kept(scene: Scene, draw: Draw) -> Pair:
    """What the jury wrote and voted of a block before deciding it."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    block, seats = draw(st.sampled_from(scene.made.blocks)), list(scene.made.seats.values())
    ballots = draw(st.dictionaries(st.sampled_from(seats), st.sampled_from(list(Ballot)), max_size=2))
    draft = Draft(draw(st.just("") | WORDS), draw(st.booleans()), ballots)
    return Pair(
        lambda: keep_draft(workspace, chosen, block_id=block, draft=draft),
        lambda before: keep_draft(workspace, chosen, block_id=block, draft=before),
    )


def paper_copied(scene: Scene, draw: Draw) -> Pair:
    """A sheet copied from paper."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    juror = scene.made.juror(draw(st.sampled_from(list(scene.made.seats))))
    block, typist = draw(st.sampled_from(scene.made.blocks)), draw(WORDS)
    return Pair(
        lambda: start_transcription(
            workspace, juror, registration_id=chosen, block_id=block, typed_by=typist
        ),
        lambda sheet: stop_transcription(workspace, juror, sheet),
    )


def paper_handled(scene: Scene, draw: Draw) -> Pair | None:
    """A copy checked, or no longer one."""
    workspace, p, s = scene.workspace, tables.transcription, tables.score_sheet
    with workspace._reading.connect() as connection:
        rows = connection.execute(
            select(p.c.sheet_id, s.c.seat_id, s.c.registration_id, s.c.block_id).join(
                s, s.c.id == p.c.sheet_id
            )
        ).all()
    if not rows:
        return None
    sheet, seat, chosen, block = draw(st.sampled_from(sorted(map(tuple, rows))))
    juror = next(scene.made.juror(role) for role, one in scene.made.seats.items() if one == seat)
    checked: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: check_transcription(workspace, juror, sheet, checked_by="BLANC Luc"),
                    lambda _none: uncheck_transcription(workspace, juror, sheet),
                ),
                Pair(
                    lambda: stop_transcription(workspace, juror, sheet),
                    lambda typist: start_transcription(
                        workspace, juror, registration_id=chosen, block_id=block, typed_by=typist,
                        sheet_id=sheet,
                    ),
                ),
            ]
        )
    )  # fmt: skip
    return checked


def substitute_dismissed(scene: Scene, draw: Draw) -> Pair | None:
    """A substitute sent away again."""
    workspace = scene.workspace
    t = tables.stand_in
    with workspace._reading.connect() as connection:
        rows = connection.execute(
            select(t.c.registration_id).where(t.c.substitute_id == scene.substitute)
        ).all()
    if not rows:
        return None
    chosen = draw(st.sampled_from(sorted(row.registration_id for row in rows)))
    return Pair(
        lambda: dismiss(workspace, scene.substitute, (chosen,)),
        lambda dismissed: call_again(workspace, dismissed),
    )


# --- preparing ----------------------------------------------------------------------------------------


def suggested_declared(scene: Scene, draw: Draw) -> Pair:
    """Recusals that the files suggest."""
    workspace = scene.workspace
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(scene.everybody), st.sampled_from(list(scene.made.seats.values()))),
            min_size=1, max_size=2, unique=True,
        )
    )  # fmt: skip
    suggestions = [SuggestedRecusal(one, seat, RecusalGround.SAME_EMPLOYER, "lien") for one, seat in pairs]
    return Pair(
        lambda: declare_suggested(workspace, suggestions),
        lambda declared: withdraw_recusals(workspace, declared),
    )


def dossier_stored(scene: Scene, draw: Draw) -> Pair:
    """A file stored, which may replace another."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    kind, content = draw(st.sampled_from(list(DossierKind))), b"%PDF " + draw(st.binary(max_size=2))
    return Pair(
        lambda: store_dossier(
            workspace, chosen, kind=kind, file_name="d.pdf", content=content, inspector=OnePage()
        ),
        lambda stored: remove_dossiers(workspace, [stored]),
    )


def dossier_handled(scene: Scene, draw: Draw) -> Pair | None:
    """A version removed, counted again, or filed elsewhere."""
    workspace, t = scene.workspace, tables.dossier
    with workspace._reading.connect() as connection:
        ids = sorted(connection.execute(select(t.c.id)).scalars())
    if not ids:
        return None
    dossier, to = draw(st.sampled_from(ids)), draw(st.sampled_from(scene.everybody))
    kind = draw(st.sampled_from(list(DossierKind)))
    chosen: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: remove_dossier(workspace, dossier),
                    lambda removed: restore_dossiers(workspace, removed),
                ),
                Pair(
                    lambda: count_version(workspace, dossier),
                    lambda before: put_back(workspace, before),
                ),
                Pair(
                    lambda: reassign_dossier(workspace, dossier, registration_id=to, kind=kind),
                    lambda before: put_back(workspace, before),
                ),
            ]
        )
    )
    return chosen


def due_set(scene: Scene, draw: Draw) -> Pair:
    """The last day for dossiers."""
    workspace, session_id = scene.workspace, scene.made.id
    due = draw(st.sampled_from([None, date(2022, 12, 1), date(2022, 12, 10)]))
    before = workspace.queries.session(session_id).dossiers_due
    return Pair(
        lambda: set_dossiers_due(workspace, session_id, due, before),
        lambda earlier: set_dossiers_due(workspace, session_id, earlier, due),
    )


def pasted(scene: Scene, draw: Draw) -> Pair:
    """Cells pasted from a spreadsheet over two candidates."""
    workspace = scene.workspace
    chosen = draw(st.lists(st.sampled_from(scene.everybody), min_size=1, max_size=2, unique=True))
    edits = {
        one: {
            field: FieldChange(value_of(workspace.queries.registration(one), field), draw(WORDS))
            for field in ("employer", "birth_place")
        }
        for one in chosen
    }
    return Pair(
        lambda: paste_cells(workspace, scene.made.id, edits=edits),
        lambda done: revert_paste(workspace, scene.made.id, done),
    )


def held_edited(scene: Scene, draw: Draw) -> Pair:
    """Blocks that a candidate holds already."""
    workspace, chosen = scene.workspace, draw(st.sampled_from(scene.everybody))
    before = value_of(workspace.queries.registration(chosen), "held")
    code = draw(st.sampled_from([block.code for block in scene.made.certification.blocks]))
    after = draw(st.sampled_from([(), (HeldClaim(code, date(2021, 6, 1), "PV-2021-1"),)]))
    return Pair(
        lambda: edit_held(workspace, chosen, before=before, after=after),
        lambda inverse: edit_registration(workspace, chosen, changes=inverse),
    )


def list_imported(scene: Scene, draw: Draw) -> Pair:
    """A list that adds a candidate, or says something new of one."""
    workspace = scene.workspace
    number = draw(st.sampled_from([scene.new_id("L"), "D-0001", "D-0002"]))
    line = CandidateLine(
        line=2, number=number, civility="Mme", sex="F", birth_name=f"NOM{draw(st.integers(0, 3))}",
        usage_name="", first_names="Zoé", birth_date=date(1990, 1, 1), birth_place="GRENOBLE",
        birth_insee="38185", birth_postcode="38000", birth_country="FRANCE", email="", phone="",
        access_path="CONTINUING_EDUCATION", entry_level=4, experience_years=5, selection_passed=True,
        entered_on=None, presented=(), held=(), accommodations="", referent_trainer="", employer=draw(WORDS),
        companion="", vae_admissible_on=None,
    )  # fmt: skip
    listed = CandidateList((line,), (), {"number": "n", "birth_name": "nom", "employer": "employeur"})
    return Pair(
        lambda: import_candidates(workspace, scene.made.id, listed),
        lambda report: undo_import(workspace, scene.made.id, report.done),
    )


def results_imported(scene: Scene, draw: Draw) -> Pair | None:
    """A list of results judged by others."""
    workspace = scene.workspace
    outside = [
        (block.code, one.title)
        for block in scene.made.certification.blocks
        for one in block.assessments
        if one.judged_by.outside_panel
    ]
    if not outside:
        return None
    block, title = draw(st.sampled_from(outside))
    number = draw(st.sampled_from([row.number for row in workspace.queries.registrations(scene.made.id)]))
    line = ResultLine(2, number, block, title, draw(st.booleans()), None, "PETIT Karim", date(2022, 12, 1))
    listed = ResultList((line,), (), {})
    return Pair(
        lambda: import_results(workspace, scene.made.id, listed),
        lambda report: undo_results(workspace, scene.made.id, report.done),
    )


def certification_saved(scene: Scene, draw: Draw) -> Pair:
    """A title typed anew, or changed in its place, or given a next version."""
    workspace = scene.workspace
    row = draw(st.sampled_from(workspace.queries.certifications()))
    data = {**certification_to_data(row), "title": f"{row.title[:40]} {draw(WORDS)}"}
    if draw(st.booleans()):
        data["code"] = draw(st.sampled_from(["RNCP900", "RNCP901"]))
        return Pair(lambda: save_certification(workspace, data), lambda saved: undo_save(workspace, saved))
    seen = certification_to_data(row)
    return Pair(
        lambda: save_certification(workspace, data, base_id=row.id, base_data=seen),
        lambda saved: undo_save(workspace, saved),
    )


def certification_removed(scene: Scene, draw: Draw) -> Pair:
    """A version that no session uses, taken out."""
    workspace = scene.workspace
    row = draw(st.sampled_from(workspace.queries.certifications()))
    return Pair(
        lambda: remove_certification(workspace, row.id), lambda data: save_certification(workspace, data)
    )


def equivalence_handled(scene: Scene, draw: Draw) -> Pair | None:
    """An equivalence changed or taken back."""
    workspace, code = scene.workspace, scene.made.certification.code
    rows = workspace.queries.equivalences(code)
    if not rows:
        return None
    row = draw(st.sampled_from(rows))
    before = EquivalenceEntry(
        row.held_certification, row.held_block, row.certification_code, row.block_code, row.source,
        row.validity_years, row.origin,
    )  # fmt: skip
    after = replace(before, source=draw(WORDS))
    chosen: Pair = draw(
        st.sampled_from(
            [
                Pair(
                    lambda: edit_equivalence(workspace, row.id, before=before, after=after),
                    lambda stored: edit_equivalence(workspace, row.id, before=stored, after=before),
                ),
                Pair(
                    lambda: remove_equivalence(workspace, row.id),
                    lambda entry: record_equivalence(workspace, entry, equivalence_id=row.id),
                ),
            ]
        )
    )
    return chosen


def templates_edited(scene: Scene, draw: Draw) -> Pair:
    """Words and colour of a centre's papers, or everything back to the origin."""
    workspace, renderer = scene.workspace, IssuedRenderer()
    centre = workspace.queries.centres()[0].id
    before = read_templates(workspace, centre)
    words = {"DECISION_NOTICE": {"opening": draw(WORDS)}, "ATTENDANCE_LIST": {"closing": draw(WORDS)}}
    worded = CentreTemplates(draw(st.sampled_from(["", "#1F3A5F"])), words)
    after = draw(st.sampled_from([worded, replace(before, accent="#7A1F2B"), CentreTemplates()]))
    return Pair(
        lambda: edit_templates(workspace, centre, after, before=before, renderer=renderer),
        lambda stood: edit_templates(workspace, centre, stood, before=after, renderer=renderer),
    )


MORE: tuple[Callable[[Scene, Draw], Pair | None], ...] = (
    paper_copied, paper_handled, substitute_dismissed, suggested_declared, dossier_stored,
    dossier_handled, due_set, pasted, held_edited, list_imported, results_imported, certification_saved,
    certification_removed, equivalence_handled, templates_edited,
)  # fmt: skip
TALKED = (voted, voted, draft_kept, draft_kept, substitute_dismissed)
"""What a jury does once the proposals are shown, besides."""
NOTED = frozenset(
    """
    advice.given advice.withdrawn attendance.set candidates.import_undone candidates.imported candidates.moved
    candidates.paste_reverted candidates.pasted centre.edited certification.changed certification.removed
    certification.restored certification.saved decision.taken decision.withdrawn discussion.kept
    dossier.put_back dossier.reassigned dossier.removed dossier.replaced dossier.restored dossier.stored
    dossier.version_chosen equivalence.changed equivalence.recorded equivalence.removed identity.checked
    incident.amended incident.recorded incident.restored incident.unrecorded incident.withdrawn juror.added
    paper_template.edited paper_template.reset
    juror.came_back juror.edited juror.left juror.removed mark.given note.added note.changed note.removed
    note.shared outside_result.recorded outside_results.import_undone outside_results.imported panel.added
    panel.can_sit panel.could_not_sit panel.edited panel.removed panel.restored session.cancelled
    session.taken_up planning.kept planning.settings recusal.declared
    recusal.restored recusal.withdrawn registration.edited registration.merged registration.removed
    registration.restored registration.set_apart registration.unmerged round.cancelled round.opened
    session.dossiers_due sheet.set_aside sheet.taken_up slots.placed substitute.called substitute.dismissed
    template.added template.changed template.moved template.removed transcription.checked
    transcription.started transcription.stopped transcription.unchecked unavailability.changed
    unavailability.recorded unavailability.removed votes.recorded
    """.split()  # noqa: SIM905  # read as a list, one word after the other
)
"""The actions of the journal that the acts above and their inverses note, one by one or in a full run."""
