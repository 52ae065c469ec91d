from odoo import fields, http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..domain.delivery_choice import Kind

TEXTS = ("neighbour", "street", "zip", "city")


class O2cDeliveryPortal(CustomerPortal):
    """The customer says how he wants a delivery."""

    @http.route(
        "/my/orders/<int:order_id>/delivery/<int:picking_id>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_delivery(self, order_id, picking_id, access_token=None, **answers):
        """Take the customer's wish for a delivery of his own order."""
        try:
            order = self._document_check_access("sale.order", order_id, access_token)
        except (AccessError, MissingError):
            return request.redirect("/my")
        picking = order.picking_ids.filtered(
            lambda p: p.id == picking_id and p.location_dest_id.usage == "customer"
        )
        if not picking or answers.get("kind") not in {kind.value for kind in Kind}:
            raise request.not_found()
        # in the language of the customer who reads the answer
        choices = request.env["o2c.delivery.choice"]
        try:
            choices._choose(picking, answers["kind"], self._o2c_answers(answers))
        except UserError as error:
            request.session["o2c_delivery_error"] = str(error)
        url = order.get_portal_url(query_string="&o2c_delivery=1")
        return request.redirect(f"{url}#o2c_delivery")

    def _o2c_answers(self, answers):
        try:
            day = fields.Date.to_date(answers.get("day") or False)
        except ValueError:
            day = None
        found = {name: (answers.get(name) or "").strip() for name in TEXTS}
        for name in ("window", "point"):
            value = answers.get(name) or ""
            found[name] = int(value) if value.isdecimal() else False
        return {**found, "day": day}
