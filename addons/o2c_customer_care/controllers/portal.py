from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from .. import explain

# what a customer may open a ticket about: word in the form -> model, ticket field
DOCUMENTS = {
    "order": ("sale.order", "order_id"),
    "invoice": ("account.move", "invoice_id"),
}
KINDS = ("complaint", "enquiry", "return", "warranty")
SUBJECT_LENGTH = 120
DESCRIPTION_LENGTH = 10_000
# what a customer may do with a ticket: word in the form -> stage
MOVES = {"close": "closed", "reopen": "investigation"}


class O2cCarePortal(CustomerPortal):
    """The customer's tickets: see, open, answer, close and reopen his own."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "o2c_ticket_count" in counters:
            values["o2c_ticket_count"] = self._o2c_count_tickets()
        return values

    # ------------------------------------------------------------- reading
    @http.route(
        ["/my/tickets", "/my/tickets/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_o2c_tickets(self, page=1, **kw):
        pages = pager(
            url="/my/tickets",
            total=self._o2c_count_tickets(),
            page=page,
            step=self._items_per_page,
        )
        tickets = request.env["o2c.ticket"].search(
            self._o2c_own_tickets(),
            order="opened_at desc, id desc",
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        request.session["o2c_tickets_history"] = tickets.ids[:100]
        values = self._prepare_portal_layout_values()
        values.update(
            tickets=tickets,
            page_name="o2c_ticket",
            pager=pages,
            default_url="/my/tickets",
        )
        return request.render("o2c_customer_care.portal_tickets", values)

    @http.route("/my/ticket/<int:ticket_id>", type="http", auth="public", website=True)
    def portal_o2c_ticket(self, ticket_id, access_token=None, **kw):
        try:
            ticket = self._document_check_access("o2c.ticket", ticket_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        values = self._get_page_view_values(
            ticket,
            access_token,
            {"ticket": ticket, "page_name": "o2c_ticket"},
            "o2c_tickets_history",
            False,
            **kw,
        )
        return request.render("o2c_customer_care.portal_ticket", values)

    def _o2c_own_tickets(self):
        # staff may read more than this page, which is the customer's, shows
        customer = request.env.user.commercial_partner_id
        return [("partner_id", "=", customer.id)]

    def _o2c_count_tickets(self):
        Ticket = request.env["o2c.ticket"]
        if not Ticket.has_access("read"):
            return 0
        return Ticket.search_count(self._o2c_own_tickets())

    # ------------------------------------------------------------- writing
    @http.route(
        "/my/ticket/open", type="http", auth="public", website=True, methods=["POST"]
    )
    def portal_o2c_open_ticket(self, about, document_id, access_token=None, **form):
        """Open a ticket about an order or invoice that the visitor may read."""
        try:
            document, field = self._o2c_document(about, document_id, access_token)
        except (AccessError, MissingError, KeyError, ValueError):
            return request.redirect("/my")
        vals = self._o2c_ticket_vals(document, form)
        # a customer has no right on tickets; what he may say about was checked above
        ticket = request.env["o2c.ticket"].sudo().create({**vals, field: document.id})
        return request.redirect(ticket.get_portal_url(), code=303)

    def _o2c_document(self, about, document_id, access_token):
        """The document a ticket is about (sudo) and the field for it.

        :raise AccessError: not the visitor's, or nothing a customer complains about
        """
        model, field = DOCUMENTS[about]
        document = self._document_check_access(model, int(document_id), access_token)
        if about == "invoice" and not document.is_sale_document():
            raise AccessError(request.env._("This is not one of your invoices."))
        return document, field

    def _o2c_ticket_vals(self, document, form):
        description = form.get("description", "").strip()[:DESCRIPTION_LENGTH]
        subject = form.get("subject", "").strip()[:SUBJECT_LENGTH]
        kind = form.get("kind")
        return {
            "name": subject or explain.portal.subject(document),
            "description": description,
            "kind": kind if kind in KINDS else KINDS[0],
            "channel": "portal",
            "partner_id": document.partner_id.commercial_partner_id.id,
            "person_id": self._o2c_person(document).id,
            "company_id": document.company_id.id,
        }

    def _o2c_person(self, document):
        """Who speaks: the visitor who is logged in, else whom the document names."""
        visitor = request.env.user.partner_id
        customer = document.partner_id.commercial_partner_id
        if request.env.user._is_public() or visitor.commercial_partner_id != customer:
            return document.partner_id
        return visitor

    @http.route(
        "/my/ticket/<int:ticket_id>/<any(close, reopen):move>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_move_ticket(self, ticket_id, move, access_token=None, **kw):
        """Close an answered ticket or take a closed one up again."""
        try:
            ticket = self._document_check_access("o2c.ticket", ticket_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        try:
            ticket.stage = MOVES[move]
        except UserError:
            # somebody was faster; the page shows where it is now
            return request.redirect(ticket.get_portal_url(), code=303)
        ticket.message_post(
            body=explain.portal.moved(ticket, move),
            author_id=self._o2c_person(ticket).id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        return request.redirect(ticket.get_portal_url(), code=303)
