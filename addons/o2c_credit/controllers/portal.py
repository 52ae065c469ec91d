from odoo import http
from odoo.http import request

from odoo.addons.o2c_orders.controllers.portal import AGENT_GROUP
from odoo.addons.portal.controllers.portal import CustomerPortal


class O2cCreditPortal(CustomerPortal):
    """The customer's own credit, and what an agent sees of his customers' credit."""

    @http.route("/my/credit", type="http", auth="user", website=True, methods=["GET"])
    def portal_o2c_credit(self, asked=None, **kw):
        """The credit of the customer whom the user belongs to."""
        accounts = request.env["o2c.credit.account"]._portal_own()
        if not accounts:
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_credit",
            credits=[account._portal_values() for account in accounts],
            asked=bool(asked),
        )
        return request.render("o2c_credit.portal_credit", values)

    @http.route(
        "/my/credit/<int:account_id>/review",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_credit_review(self, account_id, own_view="", **kw):
        """Ask that a person reviews the judgement; the customer's own account only."""
        own = request.env["o2c.credit.account"]._portal_own()
        account = own.filtered(lambda a: a.id == account_id)
        if not account:
            raise request.not_found()
        if not own_view.strip():
            return request.redirect("/my/credit")
        account._portal_ask_review(own_view.strip())
        return request.redirect("/my/credit?asked=1")

    @http.route(
        "/my/agent/credit", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_o2c_agent_credit(self, **kw):
        """Limit, headroom and balance of the customers whom the agent brought."""
        accounts = request.env["o2c.credit.account"]._portal_of_agent()
        if not request.env.user.has_group(AGENT_GROUP):
            return request.redirect("/my")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="o2c_agent_credit", rows=accounts._portal_agent_values()
        )
        return request.render("o2c_credit.portal_agent_credit", values)
