"""Sample data to practise with, and their removal without a trace in the books."""

import logging
from datetime import timedelta

from psycopg2.errors import ForeignKeyViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .. import explain

_logger = logging.getLogger(__name__)


class O2cSampleRecord(models.Model):
    """One record that was made for practice. Written by code only."""

    _name = "o2c.sample.record"
    _description = "Sample record"
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)

    _record_once = models.UniqueIndex(
        "(res_model, res_id)", "This record is marked as a sample already."
    )

    # ------------------------------------------------------------- loading
    @api.model
    def _load(self, company):
        """Make the sample orders of ``company``: one for each thing to practise."""
        # practice needs products, a journal and stock: what a manager may not make
        env = self.with_company(company).sudo().env
        sample = env["o2c.sample.record"]
        if sample.search_count([("company_id", "=", company.id)], limit=1):
            raise UserError(self.env._("The sample data are there already."))
        made = sample._make_basics(company)
        types = env["stock.picking.type"].search(
            [("company_id", "=", company.id), ("auto_batch", "=", True)]
        )
        types.auto_batch = False  # sample transfers form no runs with real ones
        for number, tale in enumerate(TALES, start=1):
            order = sample._make_order(company, made, number, *tale)
            sample._mark(company, order)
        types.auto_batch = True
        return sample.search([("company_id", "=", company.id)])

    def _mark(self, company, records):
        self.create(
            [
                {"company_id": company.id, "res_model": r._name, "res_id": r.id}
                for r in records
            ]
        )
        return records

    def _make_basics(self, company):
        words = explain.checkup_steps.sample_words(self.env)
        customer = self.env["res.partner"].create(
            {
                "name": words["customer"],
                "is_company": True,
                "company_id": company.id,
                "street": "Via della Prova 1",
                "zip": "00100",
                "city": "Roma",
                "country_id": self.env.ref("base.it").id,
                "invoice_sending_method": "manual",
            }
        )
        product = self.env["product.product"].create(
            {
                "name": words["product"],
                "type": "consu",
                "is_storable": False,
                "list_price": 25,
                "invoice_policy": "delivery",
                "taxes_id": [(5,)],
                "company_id": company.id,
            }
        )
        made = {"partner": customer, "product": product}
        journal = self._make_journal(company, words)
        for records in (customer, product, product.product_tmpl_id, journal):
            self._mark(company, records)
        return {**made, "journal": journal}

    def _make_journal(self, company, words):
        """A sales journal of its own: its numbers leave no gap in the real ones."""
        Journal = self.env["account.journal"]
        real = Journal.search(
            [("company_id", "=", company.id), ("type", "=", "sale")], limit=1
        )
        if not real:
            return Journal
        return Journal.create(
            {
                "name": words["journal"],
                "code": "TRAIN",
                "type": "sale",
                "company_id": company.id,
                "default_account_id": real.default_account_id.id,
            }
        )

    def _make_order(self, company, made, number, quantity, days_ago, shipped, late):
        now = fields.Datetime.now()
        taken = now - timedelta(days=days_ago)
        order = self.env["sale.order"].create(
            {
                "name": f"TRAIN/{number:03}",
                "company_id": company.id,
                "partner_id": made["partner"].id,
                "journal_id": made["journal"].id,
                "client_order_ref": f"PRACTICE-{number}",
                "user_id": self.env.uid,
                "require_signature": False,
                "require_payment": False,
                "commitment_date": taken + timedelta(days=3) if days_ago else False,
                "order_line": [
                    (
                        0,
                        0,
                        {"product_id": made["product"].id, "product_uom_qty": quantity},
                    )
                ],
            }
        )
        if days_ago:
            # past every check: practice leaves no hold, no decision, no error behind
            order.write(order._prepare_confirmation_values())
            order._action_confirm()
            order.date_order = taken
        if shipped:
            self._ship(company, order, taken + timedelta(days=3 + late), shipped)
        if shipped and made["journal"]:
            self._bill(company, order)
        if late:
            self._mark(
                company,
                self.env["o2c.entry.error"].create(
                    {
                        "order_id": order.id,
                        "kind": "address",
                        "note": explain.checkup_steps.sample_words(self.env)["error"],
                    }
                ),
            )
        return order

    def _ship(self, company, order, at, parts):
        for part in range(parts):
            picking = order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            for move in picking.move_ids:
                share = move.product_uom_qty / (parts - part)
                move.write({"quantity": share, "picked": True})
            picking._action_done()  # past the checks of the delivery, as above
            picking.move_ids.date = at + timedelta(days=part)
            picking.date_done = at + timedelta(days=part)
        self._mark(company, order.picking_ids)

    def _bill(self, company, order):
        invoice = order._create_invoices()
        self._mark(company, invoice)
        invoice.action_post()

    # ------------------------------------------------------------- removing
    @api.model
    def _remove(self, company):
        """Delete the sample data of ``company``; what the ledgers know is kept.

        :return: names of sample orders that something undeletable refers to (a hold,
            a contact, a decision): they are cancelled
        """
        # made by code, removed by code: the right to do it was checked
        sample = self.with_company(company).sudo()
        marks = sample.search([("company_id", "=", company.id)])
        kept = sample.env["sale.order"]
        sample._remove_payments(marks._records("res.partner"))
        for order in marks._records("sale.order"):
            if not sample._try(sample._remove_order, order):
                kept |= order
                sample._try(sample._remove_documents, order)
                order._action_cancel()
        names = kept.mapped("name")
        sample._remove_basics(marks)
        marks.unlink()
        return names

    def _try(self, remove, order):
        """Whether ``order`` let itself be removed; nothing is half removed."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                remove(order)
                self.env.flush_all()
        except (ForeignKeyViolation, UserError) as error:
            self.env.invalidate_all()
            _logger.info("Sample order %s stays: %s", order.name, error)
            return False
        return True

    def _remove_order(self, order):
        if order.o2c_hold_ids or order.o2c_contact_ids:
            raise UserError(self.env._("The ledgers know it."))
        self._remove_documents(order)
        order._action_cancel()
        order.unlink()

    def _remove_documents(self, order):
        moves = order.invoice_ids
        self._remove_invoices(moves | moves.reversal_move_ids)
        self._remove_pickings(order.picking_ids)

    def _records(self, model):
        ids = self.filtered(lambda m: m.res_model == model).mapped("res_id")
        return self.env[model].browse(ids).exists()

    def _remove_payments(self, customers):
        """Payments entered in practice."""
        payments = self.env["account.payment"].search(
            [("partner_id", "in", customers.ids)]
        )
        payments.move_id.line_ids.remove_move_reconcile()
        payments.action_draft()
        payments.with_context(force_delete=True).unlink()

    def _remove_invoices(self, moves):
        posted = moves.filtered(lambda m: m.state == "posted")
        posted.line_ids.remove_move_reconcile()
        posted.button_draft()
        # their journal goes as well, so its numbers need no keeping
        moves.with_context(force_delete=True).unlink()

    def _remove_pickings(self, pickings):
        moves = pickings.move_ids
        # done moves are never deleted; these moved nothing that is in stock
        moves.write({"state": "draft"})
        moves.move_line_ids.unlink()
        moves.unlink()
        runs = pickings.batch_id
        pickings.unlink()
        runs.filtered(lambda run: not run.picking_ids).unlink()

    def _remove_basics(self, marks):
        """Delete customer, product, journal; put away what something still needs."""
        for model in ("account.journal", "product.template", "res.partner"):
            for record in marks._records(model):
                if not self._try(lambda r: r.unlink(), record):
                    record.action_archive()


# quantity, taken so many days ago (0: a quotation), deliveries, days late
TALES = (
    (4, 0, 0, 0),
    (12, 1, 0, 0),
    (6, 12, 1, 0),
    (20, 20, 2, 2),
    (8, 30, 1, 0),
)
