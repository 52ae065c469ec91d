import secrets
import time

from odoo import http
from odoo.http import request
from odoo.tools import consteq, hmac
from odoo.tools.mimetypes import guess_mimetype

from .. import explain
from ..domain import web_form as rules
from ..domain.files import Limits, sort_out

STAMP = "o2c_customer_care.contact_form"
PLACE = "o2c_customer_care.contact_place"
TRAP = "website"  # people do not see this field
LIMITS = Limits(rules.LARGEST_FILE, rules.LARGEST_SUM, rules.MOST_FILES, rules.ENDINGS)
# what a file is by its content, whatever it is called
REFUSED_CONTENT = ("text/html", "image/svg+xml", "application/x-dosexec")


class O2cContactForm(http.Controller):
    """Anybody writes to customer care; see domain/web_form.py."""

    @http.route(
        ["/care/contact", "/care/contact/<int:team_id>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def show(self, team_id=None, **kw):
        """The empty form."""
        team = self._team(team_id)
        if not team:
            raise request.not_found()
        return self._form(team, {})

    @http.route(
        "/care/contact/<int:team_id>/send",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def send(self, team_id, **form):
        """Make a ticket of what was sent; a machine sees no difference."""
        team = self._team(team_id)
        if not team:
            raise request.not_found()
        values = rules.read(form)
        key, age = self._read_stamp(form.get("stamp") or "")
        files, files_left = self._files()
        intake = request.env["o2c.intake"]
        place = self._place()
        now = request.env.cr.now()
        counts = intake._web_counts(team, place, values["email"], now)
        sent = rules.Sent(
            values=values,
            age=age,
            trap=form.get(TRAP) or "",
            consent=bool(form.get("consent")),
            files_left=files_left,
            from_place=counts[0],
            of_address=counts[1],
        )
        decision = rules.judge(sent)
        codes = [reason.code for reason in decision.reasons]
        if rules.SILENT & set(codes):
            intake._refuse_web(team, f"web:{key}", values, place, counts[0])
            return request.redirect("/care/contact/sent", code=303)
        if codes:
            return self._form(team, values, codes)
        words = explain.web_form.consent(team.company_id)
        ticket = intake._open_web(team, key, values, place, words, files)
        # the number only: the link to the ticket goes to the address that was given
        request.session["o2c_contact_number"] = ticket.number
        return request.redirect("/care/contact/sent", code=303)

    @http.route(
        "/care/contact/sent",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def sent(self, **kw):
        """Say thank you, with the number if there is one."""
        number = request.session.pop("o2c_contact_number", None)
        values = {"number": number, "page_name": "o2c_contact"}
        return request.render("o2c_customer_care.contact_sent", values)

    # ------------------------------------------------------------- the page
    def _form(self, team, values, codes=()):
        status = 429 if rules.Objection.TOO_MANY in codes else 200
        page = {
            "page_name": "o2c_contact",
            "team": team,
            "values": values,
            "stamp": self._stamp(),
            "trap": TRAP,
            "consent": explain.web_form.consent(team.company_id),
            "errors": [explain.web_form.objection(request.env, c) for c in codes],
        }
        response = request.render("o2c_customer_care.contact_form", page)
        response.status_code = status
        return response

    def _team(self, team_id):
        """The team (sudo) whose form it is, None when it has none."""
        # a stranger may not read teams; only those with a form are shown to him
        teams = request.env["o2c.ticket.team"].sudo()
        domain = [("web_form", "=", True)]
        if team_id:
            domain.append(("id", "=", team_id))
        else:
            domain.append(("company_id", "=", request.env.company.id))
        team = teams.search(domain, limit=1)
        return team.with_company(team.company_id)

    # ------------------------------------------------------------- who sends
    def _stamp(self):
        text = f"{int(time.time())}.{secrets.token_hex(8)}"
        return f"{text}.{self._seal(STAMP, text)}"

    def _read_stamp(self, stamp):
        """What makes the form one, and its age in seconds; None when it is not ours."""
        text, _dot, seal = stamp.rpartition(".")
        if not text or not consteq(seal, self._seal(STAMP, text)):
            return secrets.token_hex(8), None
        return text, time.time() - int(text.partition(".")[0])

    def _place(self):
        """The network address, sealed: it is counted, not known."""
        return self._seal(PLACE, request.httprequest.remote_addr or "")[:32]

    def _seal(self, scope, text):
        # the key is the system's
        return hmac(request.env(su=True), scope, text)

    def _files(self):
        """The accepted (name, bytes) pairs, and how many were not accepted."""
        sent = request.httprequest.files.getlist("files")
        read = [
            (f.filename, f.read(rules.LARGEST_FILE + 1)) for f in sent if f.filename
        ]
        kept = sort_out([(name, len(data)) for name, data in read], LIMITS)
        files = [read[place] for place in kept]
        good = [f for f in files if guess_mimetype(f[1]) not in REFUSED_CONTENT]
        return good, len(read) - len(good)
