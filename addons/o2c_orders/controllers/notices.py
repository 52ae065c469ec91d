"""Where a customer chooses how he hears of his orders: signed in, or by a link."""

from odoo import http
from odoo.http import request

from ..models.o2c_notification_rule import CHANNELS

LINK = "/o2c/notices/<int:partner_id>/<int:company_id>/<int:until>/<string:token>"
AUTOMATIC, OFF = "automatic", "off"


class O2cNotices(http.Controller):
    # ------------------------------------------------------------- signed in
    @http.route("/my/notices", type="http", auth="user", methods=["GET"], website=True)
    def my_notices(self, **kw):
        partner = request.env.user.partner_id
        return self._page(partner, "/my/notices", saved=False)

    @http.route("/my/notices", type="http", auth="user", methods=["POST"], website=True)
    def choose_my_notices(self, choice=AUTOMATIC, **kw):
        partner = request.env.user.partner_id
        self._choose(partner, request.env.company, choice)
        return self._page(partner, "/my/notices", saved=True)

    # ------------------------------------------------------------- by a link
    @http.route(LINK, type="http", auth="public", methods=["GET"], website=True)
    def notices(self, partner_id, company_id, until, token, **kw):
        partner, _company = self._whose(partner_id, company_id, until, token)
        if not partner:
            return self._gone()
        return self._page(partner, request.httprequest.path, saved=False)

    @http.route(LINK, type="http", auth="public", methods=["POST"], website=True)
    def choose(self, partner_id, company_id, until, token, choice=AUTOMATIC, **kw):
        partner, company = self._whose(partner_id, company_id, until, token)
        if not partner:
            return self._gone()
        self._choose(partner, company, choice)
        return self._page(partner, request.httprequest.path, saved=True)

    # mail programs open no page: the token, not a form of ours, says who it is
    @http.route(f"{LINK}/off", type="http", auth="public", methods=["POST"], csrf=False)
    def off(self, partner_id, company_id, until, token, **kw):
        partner, company = self._whose(partner_id, company_id, until, token)
        if not partner:
            return request.make_response("", status=403)
        self._choose(partner, company, OFF)
        return request.make_response("", status=200)

    # mail programs show the same address as a link: then it is the page of choices
    @http.route(f"{LINK}/off", type="http", auth="public", methods=["GET"])
    def off_page(self, partner_id, company_id, until, token, **kw):
        return request.redirect(request.httprequest.path.removesuffix("/off"))

    # ------------------------------------------------------------- helpers
    def _whose(self, partner_id, company_id, until, token):
        """The partner and company of a right link; nothing of any other."""
        # nobody is signed in: the token says who it is
        env = request.env(su=True)
        partner = env["res.partner"].browse(partner_id).exists()
        company = env["res.company"].browse(company_id).exists()
        right = (
            partner
            and company
            and partner._o2c_notice_link_is_right(company, until, token)
        )
        return (partner, company) if right else (None, None)

    def _choose(self, partner, company, choice):
        channel = choice if choice in dict(CHANNELS) else False
        partner._o2c_choose_notices(choice == OFF, channel, company)

    def _page(self, partner, action, saved):
        own = partner.sudo()  # his own choice
        chosen = OFF if own.o2c_notify_off else own.o2c_notify_channel or AUTOMATIC
        field = own._fields["o2c_notify_channel"]
        values = {
            "partner": own,
            "action": action,
            "saved": saved,
            "chosen": chosen,
            "choices": [
                (AUTOMATIC, request.env._("As you think best")),
                *field._description_selection(request.env),
                (OFF, request.env._("No messages about the progress of my orders")),
            ],
            "page_name": "o2c_notices",
        }
        return request.render("o2c_orders.portal_notices", values)

    def _gone(self):
        response = request.render("o2c_orders.portal_notices_gone")
        response.status_code = 403
        return response
