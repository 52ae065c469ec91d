import uuid

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.http import request

from .. import explain
from ..domain import portal as rules
from .portal import O2cCarePortal

# what a customer may open a ticket about: word in the form -> model, ticket field
DOCUMENTS = {
    "order": ("sale.order", "order_id"),
    "invoice": ("account.move", "invoice_id"),
    "delivery": ("stock.picking", "picking_id"),
}
KINDS = ("complaint", "enquiry", "return", "warranty")
SUBJECT_LENGTH = 120
DESCRIPTION_LENGTH = 10_000
NOTE_LENGTH = 200


class O2cCarePortalTicket(O2cCarePortal):
    """What the customer does: open, answer, attach, close and reopen."""

    # ------------------------------------------------------------- opening
    @http.route(
        "/my/ticket/new", type="http", auth="public", website=True, methods=["GET"]
    )
    def portal_o2c_new_ticket(self, about=None, document_id=None, **kw):
        """The form that opens a ticket, about a document or about none."""
        try:
            document = self._o2c_about(about, document_id, kw.get("access_token"))
        except (AccessError, MissingError, KeyError, ValueError):
            return request.redirect("/my")
        return self._o2c_ticket_form(about, document, kw)

    def _o2c_ticket_form(self, about, document, form, error=None):
        values = self._prepare_portal_layout_values()
        values.update(
            about=about or "",
            document=document,
            lines=document._o2c_reportable() if document else [],
            access_token=form.get("access_token") or "",
            form=form,
            form_key=form.get("form_key") or str(uuid.uuid4()),
            error=error,
            page_name="o2c_ticket",
            new_ticket=True,
        )
        return request.render("o2c_customer_care.portal_ticket_form", values)

    @http.route(
        "/my/ticket/open",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=rules.LARGEST_FORM,
    )
    def portal_o2c_open_ticket(self, about=None, document_id=None, **form):
        """Open a ticket about what the visitor may read."""
        try:
            document = self._o2c_about(about, document_id, form.get("access_token"))
        except (AccessError, MissingError, KeyError, ValueError):
            return request.redirect("/my")
        try:
            items = self._o2c_items(document, form)
            files = self._o2c_files()
            vals = self._o2c_ticket_vals(about, document, form)
            with request.env.cr.savepoint():
                tickets = request.env["o2c.ticket"]
                ticket = tickets._portal_open(
                    vals, items, files, form.get("form_key", "")[:64] or False
                )
        except (UserError, ValidationError) as error:
            return self._o2c_ticket_form(about, document, form, error.args[0])
        return request.redirect(ticket.get_portal_url(), code=303)

    def _o2c_about(self, about, document_id, access_token):
        """The document (sudo) that a ticket is to be about; None: about none.

        :raise AccessError: not the visitor's, or nothing a customer complains about
        """
        if not about:
            if request.env.user._is_public():
                raise AccessError(request.env._("Please log in first."))
            return None
        model, _field = DOCUMENTS[about]
        if about == "delivery":
            return self._o2c_delivery(int(document_id), access_token)
        document = self._document_check_access(model, int(document_id), access_token)
        if about == "invoice" and not document.is_sale_document():
            raise AccessError(request.env._("This is not one of your invoices."))
        return document

    def _o2c_delivery(self, picking_id, access_token):
        """A delivery of an order of the visitor, who has no right on deliveries."""
        # whose it is says its order, which is asked next
        picking = request.env["stock.picking"].sudo().browse(picking_id).exists()
        if not picking.sale_id:
            raise MissingError(request.env._("This is not one of your deliveries."))
        self._document_check_access("sale.order", picking.sale_id.id, access_token)
        if picking.location_dest_id.usage != "customer":
            raise AccessError(request.env._("This is not one of your deliveries."))
        return picking

    def _o2c_ticket_vals(self, about, document, form):
        description = form.get("description", "").strip()[:DESCRIPTION_LENGTH]
        subject = form.get("subject", "").strip()[:SUBJECT_LENGTH]
        if not subject and not description:
            raise UserError(explain.portal.say_what(request.env))
        kind = form.get("kind")
        vals = {
            "name": subject or description[:SUBJECT_LENGTH].splitlines()[0],
            "description": description,
            "kind": kind if kind in KINDS else KINDS[0],
            "channel": "portal",
        }
        if not document:
            visitor = request.env.user.partner_id
            return {
                **vals,
                "partner_id": visitor.commercial_partner_id.id,
                "person_id": visitor.id,
                "company_id": request.env.company.id,
            }
        customer = document._o2c_ticket_customers()[:1]
        return {
            **vals,
            DOCUMENTS[about][1]: document.id,
            "partner_id": customer.id,
            "person_id": self._o2c_person(customer, document.partner_id).id,
            "company_id": document.company_id.id,
        }

    def _o2c_person(self, customer, named):
        """Who speaks: the visitor who is logged in, else whom the document names."""
        visitor = request.env.user.partner_id
        if request.env.user._is_public() or visitor.commercial_partner_id != customer:
            return named if named.commercial_partner_id == customer else customer
        return visitor

    def _o2c_items(self, document, form):
        """The lines that the form reports; fields ``quantity_<n>``, ``note_<n>``."""
        items = []
        for number, line in enumerate(document._o2c_reportable() if document else []):
            text = form.get(f"quantity_{number}")
            try:
                quantity = rules.read_quantity(text, line["quantity"])
            except ValueError as error:
                sentence = explain.portal.no_quantity(request.env, line["name"])
                raise UserError(sentence) from error
            if quantity:
                note = form.get(f"note_{number}", "").strip()[:NOTE_LENGTH]
                items.append({**line, "quantity": quantity, "note": note})
        return items

    def _o2c_files(self):
        """The files of the form, each as (name, bytes).

        :raise UserError: they are not taken, with all reasons
        """
        sent = [f for f in request.httprequest.files.getlist("files") if f.filename]
        # no more than what is taken is read
        contents = [(f.filename[-120:], f.read(rules.LARGEST + 1)) for f in sent]
        uploads = [rules.Upload(name, len(raw)) for name, raw in contents]
        decision = rules.check_files(uploads)
        if not decision.ok:
            raise UserError(
                "\n".join(
                    explain.portal.file_refused(request.env, reason)
                    for reason in decision.reasons
                )
            )
        return contents

    # ------------------------------------------------------------- going on
    @http.route(
        "/my/ticket/<int:ticket_id>/answer",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=rules.LARGEST_FORM,
    )
    def portal_o2c_answer(self, ticket_id, access_token=None, **form):
        """Take what the customer writes and the files that he sends with it."""
        return self._o2c_act(ticket_id, access_token, form, self._o2c_answer)

    def _o2c_answer(self, ticket, person, text, files):
        if not text and not files:
            raise UserError(explain.portal.say_what(request.env))
        ticket._portal_answer(person, text, files)

    @http.route(
        "/my/ticket/<int:ticket_id>/<any(close, reopen):move>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=rules.LARGEST_FORM,
    )
    def portal_o2c_move_ticket(self, ticket_id, move, access_token=None, **form):
        """Close an answered ticket or take a closed one up again."""

        def act(ticket, person, text, files):
            ticket._portal_move(person, move, text, files)

        return self._o2c_act(ticket_id, access_token, form, act)

    @http.route(
        "/my/ticket/<int:ticket_id>/remedy/<int:remedy_id>/<any(accept, decline):word>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_answer_offer(
        self, ticket_id, remedy_id, word, access_token=None, **form
    ):
        """Take the customer's answer to a remedy that is offered to him."""

        def act(ticket, person, _text, _files):
            ticket._portal_answer_offer(remedy_id, word == "accept", person)

        return self._o2c_act(ticket_id, access_token, form, act)

    def _o2c_act(self, ticket_id, access_token, form, act):
        """Do ``act`` for the visitor if the ticket is his, and show what came of it."""
        ticket = self._o2c_ticket(ticket_id, access_token)
        if not ticket:
            return request.redirect("/my")
        text = form.get("text", "").strip()[:DESCRIPTION_LENGTH]
        person = self._o2c_person(
            ticket.partner_id, ticket.person_id or ticket.partner_id
        )
        try:
            with request.env.cr.savepoint():
                act(ticket, person, text, self._o2c_files())
        except UserError as error:
            # somebody was faster, or a file is not taken: the page says which
            return self._o2c_ticket_page(
                ticket, access_token, error=error.args[0], text=text
            )
        return request.redirect(ticket.get_portal_url(), code=303)
