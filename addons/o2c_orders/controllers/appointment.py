from datetime import date

from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import consteq

from .. import explain
from ..models.o2c_appointment import LIVE

SHOWN = 8  # windows offered beside the proposed one


class O2cAppointmentPage(http.Controller):
    """The customer's page: agree, refuse, choose another window. No login.

    The link is the right: who has it answers for this visit and nothing else. Reading
    it changes nothing, so programs that open links in mails answer for nobody.
    """

    @http.route(
        "/o2c/appointment/<int:appointment_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def o2c_appointment(self, appointment_id, token, **_kw):
        appointment = self._o2c_find(appointment_id, token)
        if not appointment:
            return request.not_found()
        return self._o2c_page(appointment)

    @http.route(
        "/o2c/appointment/<int:appointment_id>/<string:token>/answer",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
    )
    def o2c_appointment_answer(self, appointment_id, token, answer="", **kw):
        appointment = self._o2c_find(appointment_id, token)
        if not appointment:
            return request.not_found()
        try:
            with request.env.cr.savepoint():
                now = self._o2c_apply(appointment, answer, kw)
        except UserError as refused:
            appointment.invalidate_recordset()
            return self._o2c_page(appointment, error=str(refused))
        return request.redirect(now.url, local=False)

    @http.route(
        "/o2c/appointment/<int:appointment_id>/<string:token>/visit.ics",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def o2c_appointment_calendar(self, appointment_id, token, **_kw):
        appointment = self._o2c_find(appointment_id, token)
        if not appointment or appointment.state != "confirmed":
            return request.not_found()
        return request.make_response(
            appointment._calendar_file(),
            [("Content-Type", "text/calendar; charset=utf-8")],
        )

    def _o2c_find(self, appointment_id, token):
        """The appointment in the customer's language, None for a wrong link."""
        # the link is the right, the page is nobody's
        env = request.env(user=SUPERUSER_ID, su=True)
        found = env["o2c.appointment"].browse(appointment_id).exists()
        if not found or not consteq(found.token, token):
            return None
        lang = found.partner_id.lang or request.env.lang
        request.update_context(lang=lang)
        return found.with_context(lang=lang)

    def _o2c_apply(self, appointment, answer, values):
        """What the customer answered; returns the appointment that now counts."""
        note = (values.get("note") or "").strip()[:300]
        if answer == "confirm":
            appointment._confirm("link")
            return appointment
        if answer == "decline":
            appointment._decline("link", note)
            return appointment
        if answer == "move":
            return appointment._move(self._o2c_chosen(appointment, values), "link")
        raise UserError(explain.appointment.unknown_answer(appointment.env))

    def _o2c_chosen(self, appointment, values):
        """The free window that the form names, checked against what is free now."""
        wanted = str(values.get("window") or "").partition("@")
        for offer in self._o2c_offers(appointment):
            if wanted[::2] == (str(offer.slot.slot_id), offer.day.isoformat()):
                return offer
        raise UserError(explain.appointment.full(appointment.env))

    def _o2c_offers(self, appointment):
        picking = appointment.picking_id
        if picking.state in ("done", "cancel"):
            return []
        return picking._o2c_appointment_offers(limit=SHOWN)

    def _o2c_page(self, appointment, error=None):
        picking = appointment.picking_id
        live = picking._o2c_live_appointment()
        # an old link leads on to the appointment that counts, it does not make another
        if live and live != appointment:
            return request.redirect(live.url, local=False)
        open_ = picking.state not in ("done", "cancel")
        offers = self._o2c_offers(appointment) if open_ else []
        values = {
            "appointment": appointment,
            "offers": [
                (
                    f"{one.slot.slot_id}@{date.isoformat(one.day)}",
                    explain.appointment.offer(appointment.env, one),
                )
                for one in offers
            ],
            "is_live": appointment.state in LIVE,
            "is_open": open_,
            "error": error,
        }
        return request.render("o2c_orders.appointment_page", values)
