from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

SHOWN_FIRST = 5  # tickets that wait for the customer, above the list


class O2cCarePortal(CustomerPortal):
    """The customer's tickets: the list, and one of them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "o2c_ticket_count" in counters:
            values["o2c_ticket_count"] = self._o2c_count_tickets()
        return values

    # ------------------------------------------------------------- the list
    @http.route(
        ["/my/tickets", "/my/tickets/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_tickets(self, page=1, **options):
        """The visitor's tickets, filtered, sorted and searched as he says."""
        chosen = self._o2c_list_options(options)
        domain = self._o2c_own_tickets() & chosen["domain"]
        pages = pager(
            url="/my/tickets",
            total=self._o2c_count_tickets(domain),
            page=page,
            step=self._items_per_page,
            url_args=chosen["url_args"],
        )
        tickets = self._o2c_find_tickets(
            domain, chosen["order"], self._items_per_page, pages["offset"]
        )
        request.session["o2c_tickets_history"] = tickets.ids[:100]
        values = self._prepare_portal_layout_values()
        values.update(
            chosen["values"],
            tickets=tickets,
            yours=self._o2c_yours(),
            page_name="o2c_ticket",
            pager=pages,
            default_url="/my/tickets",
        )
        return request.render("o2c_customer_care.portal_tickets", values)

    def _o2c_list_options(self, options):
        """What the address of the list chooses; what it does not know is left out."""
        filters, sortings = self._o2c_filters(), self._o2c_sortings()
        inputs = self._o2c_inputs()
        filterby = options.get("filterby")
        filterby = filterby if filterby in filters else "all"
        sortby = options.get("sortby")
        sortby = sortby if sortby in sortings else "newest"
        search_in = options.get("search_in")
        search_in = search_in if search_in in inputs else "all"
        search = (options.get("search") or "").strip()[:100]
        domain = filters[filterby]["domain"]
        if search:
            domain &= Domain.OR(
                [(name, "ilike", search)] for name in inputs[search_in]["fields"]
            )
        args = {"filterby": filterby, "sortby": sortby}
        if search:
            args.update(search=search, search_in=search_in)
        return {
            "domain": domain,
            "order": sortings[sortby]["order"],
            "url_args": args,
            "values": {
                "searchbar_filters": filters,
                "searchbar_sortings": sortings,
                "searchbar_inputs": inputs,
                "filterby": filterby,
                "sortby": sortby,
                "search_in": search_in,
                "search": search,
            },
        }

    def _o2c_filters(self):
        env = request.env
        closed = Domain("stage", "=", "closed")
        yours = request.env["o2c.ticket"]._portal_yours()
        return {
            "all": {"label": env._("All"), "domain": Domain.TRUE},
            "open": {"label": env._("Open"), "domain": ~closed},
            "yours": {"label": env._("Waiting for you"), "domain": yours},
            "closed": {"label": env._("Closed"), "domain": closed},
        }

    def _o2c_sortings(self):
        env = request.env
        return {
            "newest": {"label": env._("Newest"), "order": "opened_at desc, id desc"},
            "oldest": {"label": env._("Oldest"), "order": "opened_at, id"},
            "changed": {
                "label": env._("Last change"),
                "order": "stage_since desc, id desc",
            },
            "subject": {"label": env._("Subject"), "order": "name, id"},
        }

    def _o2c_inputs(self):
        env = request.env
        texts = ["name", "description"]
        documents = ["order_id.name", "invoice_id.name", "picking_id.name"]
        return {
            "all": {
                "input": "all",
                "label": env._("Search everywhere"),
                "fields": ["number", *texts, *documents, "item_ids.name"],
            },
            "number": {
                "input": "number",
                "label": env._("Search in numbers"),
                "fields": ["number"],
            },
            "text": {
                "input": "text",
                "label": env._("Search in texts"),
                "fields": texts,
            },
            "document": {
                "input": "document",
                "label": env._("Search in orders and invoices"),
                "fields": documents,
            },
        }

    def _o2c_own_tickets(self):
        # staff may read more than this page, which is the customer's, shows; the parts
        # handed to departments are ours
        customer = request.env.user.commercial_partner_id
        return Domain("partner_id", "=", customer.id) & Domain("parent_id", "=", False)

    def _o2c_find_tickets(self, domain, order, limit, offset=0):
        Ticket = request.env["o2c.ticket"]
        if not Ticket.has_access("read"):
            return Ticket
        # own ones, by the domain; their orders are looked up whoever may read those
        found = Ticket.sudo().search(domain, order=order, limit=limit, offset=offset)
        mine = found.sudo(False)._filtered_access("read")
        return mine.sudo()  # the page names their orders, whoever may read those

    def _o2c_yours(self):
        yours = self._o2c_own_tickets() & request.env["o2c.ticket"]._portal_yours()
        return self._o2c_find_tickets(yours, "stage_since, id", SHOWN_FIRST)

    def _o2c_count_tickets(self, domain=None):
        Ticket = request.env["o2c.ticket"]
        if not Ticket.has_access("read"):
            return 0
        # as above: own ones, by the domain
        return Ticket.sudo().search_count(domain or self._o2c_own_tickets())

    # ------------------------------------------------------------- one ticket
    def _o2c_ticket(self, ticket_id, access_token):
        """The ticket (sudo) if it is the visitor's or he has its key, else None."""
        try:
            ticket = self._document_check_access("o2c.ticket", ticket_id, access_token)
        except (AccessError, MissingError):
            return None
        return None if ticket.parent_id else ticket

    @http.route(
        "/my/ticket/<int:ticket_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_ticket(self, ticket_id, access_token=None, **kw):
        """The page of a ticket."""
        ticket = self._o2c_ticket(ticket_id, access_token)
        if not ticket:
            return request.redirect("/my")
        return self._o2c_ticket_page(ticket, access_token, **kw)

    def _o2c_ticket_page(self, ticket, access_token, error=None, text="", **kw):
        values = self._get_page_view_values(
            ticket,
            access_token,
            {
                "ticket": ticket,
                "state": ticket._portal_state(),
                "error": error,
                "text": text,
                "page_name": "o2c_ticket",
            },
            "o2c_tickets_history",
            False,
        )
        return request.render("o2c_customer_care.portal_ticket", values)
