"""Where a customer who is signed in says what he wants to be asked, and how."""

from odoo import fields, http
from odoo.http import request

from ..models.o2c_consent import CHANNELS

ON = tuple(channel for channel, _name in CHANNELS)


class O2cConsents(http.Controller):
    @http.route("/my/consents", type="http", auth="user", methods=["GET"], website=True)
    def consents(self, **kw):
        """What the customer allows, by each way to reach him, and what he said."""
        return self._page(saved=False)

    @http.route(
        "/my/consents", type="http", auth="user", methods=["POST"], website=True
    )
    def choose(self, **chosen):
        """Enter what the customer changed, and show the page again."""
        partner = request.env.user.partner_id
        given = self._given(partner)
        words = request.env._("Chosen in the customer portal")
        address = request.httprequest.remote_addr or ""
        Consent = request.env["o2c.consent"]
        for channel in ON:
            wanted = bool(chosen.get(f"on_{channel}"))
            if wanted == (channel in given):
                continue
            enter = Consent._give if wanted else Consent._withdraw
            enter(
                partner,
                channel,
                "marketing",
                f"{words} ({address})",
                "portal",
                fields.Datetime.now(),
            )
            if wanted:
                partner._o2c_subscribe_again(channel)
        return self._page(saved=True)

    def _given(self, partner):
        Consent = request.env["o2c.consent"]
        now = fields.Datetime.now()
        return {
            channel
            for channel in ON
            if Consent._valid(partner, channel, "marketing", now)
        }

    def _page(self, saved):
        partner = request.env.user.partner_id
        given = self._given(partner)
        # a customer reads what he said himself
        history = request.env["o2c.consent"].sudo()
        field = history._fields["channel"]
        names = dict(field._description_selection(request.env))
        values = {
            "partner": partner,
            "saved": saved,
            "choices": [(key, names[key], key in given) for key, _name in CHANNELS],
            "history": history.search([("partner_id", "=", partner.id)], limit=20),
            "page_name": "o2c_consents",
        }
        return request.render("o2c_quality_check.portal_consents", values)
