"""Where each page is: one line per address."""

from starlette.applications import Starlette
from starlette.routing import Route

from app.http.door import Door
from app.register.register import Register
from app.security.web_sessions import WebSessions
from app.web import positions
from app.web.administration import page as administration
from app.web.administration import policy
from app.web.akut import page as akut
from app.web.akut.page import Worker
from app.web.answered import page as answered
from app.web.changes import page as changes
from app.web.engine import SIGN_IN, Endpoint, Engine, Handler
from app.web.findings import page as findings
from app.web.front import page as front
from app.web.imports import differences
from app.web.imports import page as imports
from app.web.imports import report as import_reports
from app.web.layout.menu import layout
from app.web.mine import absences, answering, departure
from app.web.mine import page as mine
from app.web.missing import tell_missing_pages
from app.web.organisation import page as organisation
from app.web.rendering import Templates
from app.web.signing_in.page import SigningIn
from app.web.signing_in.provider import ProviderSignIn
from app.web.statics import PREFIX, Statics
from app.web.system import assigning, attesting, budget, contracts, disputes, editing, offers
from app.web.system import page as system
from app.web.systems import page as systems

#: Address → what shows it.
SHOWN: dict[str, Handler] = {
    "/": front.show,
    "/systemer": systems.show,
    "/systemer/{system_id}": system.show,
    "/systemer/{system_id}/tilbyd": offers.form,
    "/systemer/{system_id}/bekraeft": attesting.form,
    "/systemer/{system_id}/ret": editing.form,
    "/systemer/{system_id}/ansvar": assigning.form,
    "/systemer/{system_id}/budget": budget.show,
    "/systemer/{system_id}/kontrakt": contracts.form,
    "/systemer/{system_id}/tvist": disputes.form,
    "/tilbud/{handover_id}": offers.answer_form,
    "/tvister/{dispute_id}": disputes.show,
    "/mit": mine.show,
    "/mit/fratraedelse": departure.plan,
    "/ansvar": answered.show,
    "/organisation": organisation.overview,
    "/organisation/ubesatte": organisation.vacancies,
    "/organisation/enhed/{unit_id}": organisation.unit,
    "/organisation/stilling/{position_id}": organisation.position,
    "/organisation/person/{person_id}": organisation.person,
    "/fund": findings.overview,
    "/fund/{rule}": findings.one_rule,
    "/regler": findings.rules,
    "/import": imports.show,
    "/import/kitos": differences.show,
    "/import/opgave/{job_id}": import_reports.job,
    "/filer/import/{report_id}": import_reports.with_errors,
    "/aendringer": changes.show,
    "/aendringer/{revision}": changes.undo_form,
    "/administration": administration.show,
    "/administration/politik": policy.form,
    "/akut": akut.search,
    "/akut/hefte": akut.booklet,
    "/akut/{system_id}": akut.system,
    "/sog/stillinger": positions.suggest,
    "/filer/{name}": systems.download,
}
#: Address → what is done when a form is sent there.
DONE: dict[str, Handler] = {
    "/systemer/{system_id}/tilbyd": offers.offer,
    "/systemer/{system_id}/bekraeft": attesting.attest,
    "/tilbud/{handover_id}/overtag": offers.accept,
    "/tilbud/{handover_id}/afslaa": offers.decline,
    "/tilbud/{handover_id}/traek-tilbage": offers.withdraw,
    "/systemer/{system_id}/ret": editing.save,
    "/systemer/{system_id}/ansvar": assigning.save,
    "/systemer/{system_id}/budget": budget.save,
    "/systemer/{system_id}/kontrakt": contracts.save,
    "/systemer/{system_id}/tvist": disputes.open_dispute,
    "/tvister/{dispute_id}": disputes.resolve,
    "/import": imports.look,
    "/import/proev": imports.attempt,
    "/import/kitos/{difference_id}": differences.decide,
    "/import/opgave/{job_id}/afbryd": import_reports.cancel,
    "/aendringer/{revision}": changes.undo,
    "/administration/noegler": administration.issue,
    "/administration/noegler/{token_id}/spaer": administration.revoke,
    "/administration/eftersyn": administration.verify,
    "/administration/politik": policy.change,
    "/mit/svar": answering.answer,
    "/mit/fravaer": absences.record,
    "/mit/fravaer/{absence_id}": absences.change,
    "/mit/fratraedelse": departure.carry_out,
}


def add_pages(
    application: Starlette,
    register: Register,
    door: Door,
    sessions: WebSessions,
    provider: ProviderSignIn | None = None,
) -> None:
    """Put the pages beside the interface."""
    statics = Statics()
    engine = Engine(application, register, door, sessions, Templates(statics), layout)
    signing_in = SigningIn(engine, provider)
    routes = [
        *(_route(path, engine.shows(handler), "GET") for path, handler in SHOWN.items()),
        *(_route(path, engine.acts(handler), "POST") for path, handler in DONE.items()),
        _route(SIGN_IN, engine.tells(signing_in.form), "GET"),
        _route(SIGN_IN, engine.tells(signing_in.enter), "POST"),
        _route("/log-ud", engine.tells(signing_in.leave), "POST"),
        _route("/sprog/{code}", signing_in.choose_language, "GET"),
        _route(f"{PREFIX}{{name}}", statics.answer, "GET"),
        _route("/akut-worker.js", Worker(statics).answer, "GET"),
    ]
    if provider is not None:
        routes.append(_route(f"{SIGN_IN}/udbyder", engine.tells(signing_in.to_provider), "GET"))
        routes.append(_route(f"{SIGN_IN}/retur", engine.tells(signing_in.from_provider), "GET"))
    # Before the interface's own, which are found by their operation: a page does not have to be told from each of them.
    application.router.routes[:0] = routes
    tell_missing_pages(application, engine)


def _route(path: str, endpoint: Endpoint, method: str) -> Route:
    return Route(path, endpoint, methods=[method], include_in_schema=False)
