import math

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

NOTE_LENGTH = 10_000
LABEL = "o2c_orders.report_return_label"


def read_quantity(form, line):
    """The quantity entered for an order line; ValueError when it is no number."""
    quantity = float(form.get(f"quantity_{line.id}") or 0)
    if not math.isfinite(quantity):
        raise ValueError("no finite number")
    return quantity


class O2cReturnPortal(CustomerPortal):
    """The customer asks for returns on the page of his order, and follows them."""

    def _o2c_own_order(self, order_id, access_token):
        """The order (sudo) if it is the visitor's or he has its key, else None."""
        try:
            return self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return None

    def _o2c_order_page(self, order, path, template, access_token, **values):
        values.update(
            order=order,
            access_token=access_token or "",
            page_name="o2c_return",
            back=order.get_portal_url(),
        )
        return request.render(
            template, {**self._prepare_portal_layout_values(), **values}
        )

    @http.route(
        "/my/orders/<int:order_id>/return",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_return_form(self, order_id, access_token=None, **kw):
        """Ask what comes back and why."""
        order = self._o2c_own_order(order_id, access_token)
        if not order or not order._o2c_portal_returnable():
            return request.redirect("/my")
        return self._o2c_return_form(order, access_token)

    def _o2c_return_form(self, order, access_token, error=None, form=None):
        reasons = request.env["o2c.return.reason"].sudo()  # configuration
        return self._o2c_order_page(
            order,
            "return",
            "o2c_orders.portal_return_form",
            access_token,
            returnable=order._o2c_portal_returnable(),
            reasons=reasons.search([("portal", "=", True)]),
            error=error,
            form=form or {},
        )

    @http.route(
        "/my/orders/<int:order_id>/return/ask",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_return_ask(self, order_id, access_token=None, **form):
        """Take the request; the rules decide whether and by whom it is authorised."""
        order = self._o2c_own_order(order_id, access_token)
        if not order or not order._o2c_portal_returnable():
            return request.redirect("/my")
        try:
            with request.env.cr.savepoint():
                record = order._o2c_portal_return(
                    self._o2c_wanted(order, form),
                    note=form.get("note", "").strip()[:NOTE_LENGTH],
                )
        except (UserError, ValueError) as error:
            text = error.args[0] if isinstance(error, UserError) else None
            return self._o2c_return_form(
                order,
                access_token,
                text or request.env._("Please enter quantities as numbers."),
                form,
            )
        return request.redirect(record._o2c_portal_url(), code=303)

    def _o2c_wanted(self, order, form):
        """What the form asks for; fields are ``quantity_<line>``, ``reason_<line>``."""
        reasons = request.env["o2c.return.reason"].sudo()  # configuration
        reasons = reasons.search([("portal", "=", True)])
        wanted = []
        for line in order._o2c_portal_returnable():
            quantity = read_quantity(form, line)
            chosen = form.get(f"reason_{line.id}", "")
            reason = reasons.filtered(lambda r, chosen=chosen: str(r.id) == chosen)
            if quantity:
                wanted.append(
                    {
                        "order_line_id": line,
                        "quantity": quantity,
                        "reason_id": reason or reasons[:1],
                    }
                )
        return wanted

    @http.route(
        "/my/orders/<int:order_id>/returns/<int:return_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_return(self, order_id, return_id, access_token=None, **kw):
        """One return of the visitor's own order."""
        order = self._o2c_own_order(order_id, access_token)
        record = order and order.o2c_return_ids.filtered(lambda r: r.id == return_id)
        if not record:
            return request.redirect("/my")
        return self._o2c_order_page(
            order, "return", "o2c_orders.portal_return", access_token, record=record
        )

    @http.route(
        "/my/orders/<int:order_id>/returns/<int:return_id>/label",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_return_label(self, order_id, return_id, access_token=None, **kw):
        """The label of an authorised return, as PDF."""
        order = self._o2c_own_order(order_id, access_token)
        record = order and order.o2c_return_ids.filtered(
            lambda r: r.id == return_id and r.state == "authorised"
        )
        if not record:
            return request.redirect("/my")
        return self._show_report(record, "pdf", LABEL, download=True)
