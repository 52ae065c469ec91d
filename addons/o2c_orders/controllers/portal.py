from odoo import http
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

AGENT_GROUP = "o2c_orders.group_external_agent"
SEARCHED = ("name", "client_order_ref", "partner_id")


class O2cAgentPortal(CustomerPortal):
    """What an external agent sees: the orders of the customers he brought."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "o2c_agent_order_count" in counters:
            orders, domain = self._o2c_agent_orders()
            values["o2c_agent_order_count"] = orders.search_count(domain)
        return values

    @http.route(
        ["/my/agent/orders", "/my/agent/orders/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_agent_orders(self, page=1, search="", filterby="all", **kw):
        """The orders that the agent brought, to be searched and filtered."""
        orders, domain = self._o2c_agent_orders()
        filters = self._o2c_agent_filters()
        filterby = filterby if filterby in filters else "all"
        domain = Domain(domain) & Domain(filters[filterby]["domain"])
        if search:
            domain &= Domain.OR([(n, "ilike", search)] for n in SEARCHED)
        pages = pager(
            url="/my/agent/orders",
            url_args={"search": search, "filterby": filterby},
            total=orders.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        values = self._prepare_portal_layout_values()
        values.update(
            orders=orders.search(
                domain,
                order="date_order desc, id desc",
                limit=self._items_per_page,
                offset=pages["offset"],
            ),
            page_name="o2c_agent_orders",
            pager=pages,
            default_url="/my/agent/orders",
            search=search,
            searchbar_inputs={
                "all": {"input": "all", "label": request.env._("Search")}
            },
            search_in="all",
            searchbar_filters=filters,
            filterby=filterby,
        )
        return request.render("o2c_orders.portal_agent_orders", values)

    def _o2c_agent_filters(self):
        env = request.env
        ended = ("closed", "cancelled")
        waiting = [("state", "=", "sent"), ("o2c_quote_status", "=", "open")]
        return {
            "all": {"label": env._("All"), "domain": []},
            "quotations": {"label": env._("Quotations"), "domain": waiting},
            "open": {
                "label": env._("Under way"),
                "domain": [("state", "=", "sale"), ("o2c_stage", "not in", ended)],
            },
            "late": {"label": env._("Late"), "domain": [("o2c_is_late", "=", True)]},
            "closed": {
                "label": env._("Closed"),
                "domain": [("o2c_stage", "in", ended)],
            },
        }

    def _o2c_agent_orders(self):
        """The orders model to read from and the domain of this agent's orders.

        :raise AccessError: the user is no external agent
        """
        if not request.env.user.has_group(AGENT_GROUP):
            raise AccessError(request.env._("This page is for external agents."))
        # read-only list: a rule on sale.order would also let the agent accept
        # quotations in the customer's place
        orders = request.env["sale.order"].sudo()
        partner = request.env.user.partner_id
        return orders, [("o2c_agent_id", "=", partner.id), ("state", "!=", "draft")]
