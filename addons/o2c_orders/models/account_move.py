from odoo import fields, models

from ..domain.hold import Phase

INVOICE = "account.account_invoices"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "o2c.hold.mixin", "o2c.contact.mixin"]

    o2c_order_ids = fields.Many2many(
        "sale.order", string="Sales orders", compute="_compute_o2c_order_ids"
    )

    def _compute_o2c_order_ids(self):
        for move in self:
            lines = move.line_ids | move.reversed_entry_id.line_ids
            move.o2c_order_ids = lines.sale_line_ids.order_id

    def action_post(self):
        """Post what is free; customer invoices that are held wait and are shown.

        Credit notes always go through: they settle what is held.
        """
        result = super().action_post()
        left = self.filtered(
            lambda m: m.move_type == "out_invoice" and m.state == "draft"
        )
        stopped = left._o2c_stopped(Phase.INVOICING)
        if result or not stopped:
            return result
        return left._o2c_held_action(Phase.INVOICING, stopped)

    def _post(self, soft=True):
        # every door leads here: the button, the list, the scheduled job
        invoices = self.filtered(lambda m: m.move_type == "out_invoice")
        free, _stopped = invoices._o2c_split_held(Phase.INVOICING)
        return super(AccountMove, (self - invoices) | free)._post(soft)

    def _o2c_invoice_file(self):
        """The invoice as it was sent once, else as it would be printed.

        :return: name, bytes and MIME type
        """
        self.ensure_one()
        kept = self.invoice_pdf_report_id
        if kept:
            return kept.name, kept.raw, "application/pdf"
        # not Odoo's own substitute: that one says it is a proforma
        reports = self.env["ir.actions.report"]
        made = reports._pre_render_qweb_pdf(INVOICE, self.ids)
        content = reports._get_splitted_report(INVOICE, *made)[self.id]
        return self._get_invoice_report_filename(), content, "application/pdf"

    def _o2c_hold_targets(self):
        return {move: move._o2c_own_targets() for move in self}

    def _o2c_own_targets(self):
        # an invoice is also stopped by what holds its orders
        orders = self.line_ids.sale_line_ids.order_id
        receivable = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        return {
            "invoice_id": set(self._origin.ids),
            "invoice_line_id": set(receivable._origin.ids),
            "order_id": set(orders.ids),
            "customer_id": set(self.commercial_partner_id.ids),
        }

    def _o2c_held_ids(self, holds):
        of_customers = self._o2c_ids_of_customers(
            holds,
            "commercial_partner_id",
            [("move_type", "in", ("out_invoice", "out_refund"))],
        )
        moves = holds.invoice_id | holds.invoice_line_id.move_id
        moves |= holds.order_id.order_line.invoice_lines.move_id
        return of_customers | set(moves.ids)

    def _o2c_contact_facts(self):
        if not self.is_sale_document():
            return None
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "invoicing",
            "documents": [self, *self.o2c_order_ids],
        }
