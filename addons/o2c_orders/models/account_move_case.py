"""The papers of a case: all that proves what was ordered, delivered and billed."""

from base64 import b64decode

from odoo import models

from .. import explain

ORDER = "sale.action_report_saleorder"
DELIVERY = "stock.action_report_delivery"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _o2c_case_papers(self):
        """Hook. The papers about these invoices, in the order in which they are read.

        Runs when the file of a lawsuit is made. A module adds its own by ``super()``.

        :return: a list of (folder, file name, bytes)
        """
        papers = []
        for order in self.o2c_order_ids:
            papers += order._o2c_case_papers()
        for move in self:
            name, content, _mimetype = move._o2c_invoice_file()
            papers.append((explain.case.folder(self.env, "invoices"), name, content))
        return papers


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    def _o2c_case_papers(self):
        """The order, its deliveries and who signed for them: as on the invoice."""
        self.ensure_one()
        env = self.env
        papers = [
            (
                explain.case.folder(env, "orders"),
                explain.case.order_name(self),
                self._o2c_case_pdf(ORDER, self),
            )
        ]
        delivered = self.picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        )
        for picking in delivered:
            name = explain.case.delivery_name(picking)
            content = self._o2c_case_pdf(DELIVERY, picking)
            papers.append((explain.case.folder(env, "deliveries"), name, content))
        papers += self._o2c_case_proofs(delivered)
        return papers

    def _o2c_case_pdf(self, report, record):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        return reports._render_qweb_pdf(report, record.ids)[0]

    def _o2c_case_proofs(self, pickings):
        """The signatures and pictures that customers, drivers and couriers left."""
        folder = explain.case.folder(self.env, "deliveries")
        events = self.env["o2c.shipment.event"].search(
            [("shipment_id.picking_id", "in", pickings.ids)], order="at, id"
        )
        records = [*pickings, *events.filtered(lambda e: e.photo or e.signature)]
        return [
            (folder, explain.case.proof_name(record, kind), b64decode(content))
            for record in records
            for kind, content in _pictures(record.with_context(bin_size=False))
        ]


def _pictures(record):
    names = (
        ("photo", "signature") if record._name != "stock.picking" else ("signature",)
    )
    return [(name, record[name]) for name in names if record[name]]
