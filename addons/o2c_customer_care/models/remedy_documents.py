"""The documents that give remedies: each says how far it is and undoes itself."""

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain.remedy import Progress


class O2cRemedyDocument(models.AbstractModel):
    """A document that can give a remedy."""

    _name = "o2c.remedy.document"
    _description = "Document that gives a remedy"

    o2c_remedy_id = fields.Many2one(
        "o2c.remedy", "Remedy", readonly=True, copy=False, index="btree_not_null"
    )

    def _o2c_remedy_progress(self):
        """How far it is: a ``domain.remedy.Progress``."""
        raise NotImplementedError

    def _o2c_remedy_name(self):
        """What it is called on the remedy."""
        return self.display_name

    def _o2c_undo_remedy(self):
        """Undo it, because the customer does not get it after all.

        :raise UserError: it is too late
        """
        raise NotImplementedError

    def _o2c_too_late(self):
        raise UserError(explain.remedy.too_late(self))

    def _o2c_remedies(self):
        # who works on the document need not be allowed to write remedies
        return self.sudo().o2c_remedy_id


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "o2c.remedy.document"]

    _o2c_remedy_once = models.UniqueIndex(
        "(o2c_remedy_id) WHERE o2c_remedy_id IS NOT NULL AND state <> 'cancel'",
        "This remedy has its credit note already.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def unlink(self):
        remedies = self._o2c_remedies()
        result = super().unlink()
        remedies._follow_up()
        return result

    def _o2c_remedy_name(self):
        return self.name or self.env._("Credit note")

    def _o2c_remedy_progress(self):
        return {"posted": Progress.DONE, "cancel": Progress.GONE}.get(
            self.state, Progress.OPEN
        )

    def _o2c_undo_remedy(self):
        if self.state == "posted":
            self._o2c_too_late()
        self.button_cancel()


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "o2c.remedy.document"]

    _o2c_remedy_once = models.UniqueIndex(
        "(o2c_remedy_id) WHERE o2c_remedy_id IS NOT NULL AND state <> 'cancel'",
        "This remedy has its order already.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def unlink(self):
        remedies = self._o2c_remedies()
        result = super().unlink()
        remedies._follow_up()
        return result

    def _o2c_remedy_progress(self):
        if self.state == "cancel":
            return Progress.GONE
        return Progress.DONE if self._o2c_all_shipped() else Progress.OPEN

    def _o2c_undo_remedy(self):
        if self.state == "cancel":
            return
        if any(picking.state == "done" for picking in self.picking_ids):
            self._o2c_too_late()
        self._action_cancel()


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "o2c.remedy.document"]

    def _action_done(self):
        result = super()._action_done()
        self._o2c_remedies_of_all()._follow_up()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._o2c_remedies_of_all()._follow_up()
        return result

    def unlink(self):
        remedies = self._o2c_remedies()
        result = super().unlink()
        remedies._follow_up()
        return result

    def _o2c_remedies_of_all(self):
        """The remedies that these transfers, or the orders they serve, give."""
        remedies = self.sale_id._o2c_remedies() | self._o2c_remedies()
        first = self.backorder_id
        while first:
            remedies |= first._o2c_remedies()
            first = first.backorder_id
        return remedies

    def _o2c_remedy_progress(self):
        parts = self
        while more := parts[-1].backorder_ids[:1]:
            parts |= more
        states = set(parts.mapped("state"))
        if states == {"cancel"}:
            return Progress.GONE
        return Progress.DONE if states <= {"done", "cancel"} else Progress.OPEN

    def _o2c_undo_remedy(self):
        if self._o2c_remedy_progress() is Progress.DONE:
            self._o2c_too_late()
        self.action_cancel()


class O2cReturn(models.Model):
    _name = "o2c.return"
    _inherit = ["o2c.return", "o2c.remedy.document"]

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def _o2c_remedy_progress(self):
        if self.state in ("refused", "cancelled"):
            return Progress.GONE
        return Progress.DONE if self.state == "settled" else Progress.OPEN

    def _o2c_undo_remedy(self):
        if self.state in ("requested", "authorised"):
            self._cancel(self.env._("The remedy was cancelled."))
        elif self.state not in ("refused", "cancelled"):
            self._o2c_too_late()


class O2cRefusal(models.Model):
    _name = "o2c.refusal"
    _inherit = ["o2c.refusal", "o2c.remedy.document"]

    def write(self, vals):
        result = super().write(vals)
        if {"state", "outcome"} & vals.keys() and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def _o2c_remedy_progress(self):
        if self.outcome != "redelivery":
            return Progress.GONE
        return Progress.DONE if self.state == "settled" else Progress.OPEN

    def _o2c_undo_remedy(self):
        if self.outcome == "redelivery":
            self._o2c_too_late()


class LoyaltyCard(models.Model):
    _name = "loyalty.card"
    _inherit = ["loyalty.card", "o2c.remedy.document"]

    _o2c_remedy_once = models.UniqueIndex(
        "(o2c_remedy_id) WHERE o2c_remedy_id IS NOT NULL AND active",
        "This remedy has its voucher already.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def unlink(self):
        remedies = self._o2c_remedies()
        result = super().unlink()
        remedies._follow_up()
        return result

    def _o2c_remedy_progress(self):
        return Progress.DONE if self.active else Progress.GONE

    def _o2c_undo_remedy(self):
        if self.use_count or self.points < self.o2c_remedy_id.amount:
            self._o2c_too_late()
        self.active = False


class RepairOrder(models.Model):
    _name = "repair.order"
    _inherit = ["repair.order", "o2c.remedy.document"]

    _o2c_remedy_once = models.UniqueIndex(
        "(o2c_remedy_id) WHERE o2c_remedy_id IS NOT NULL AND state <> 'cancel'",
        "This remedy has its repair already.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and (remedies := self._o2c_remedies()):
            remedies._follow_up()
        return result

    def unlink(self):
        remedies = self._o2c_remedies()
        result = super().unlink()
        remedies._follow_up()
        return result

    def _o2c_remedy_progress(self):
        return {"done": Progress.DONE, "cancel": Progress.GONE}.get(
            self.state, Progress.OPEN
        )

    def _o2c_undo_remedy(self):
        if self.state == "done":
            self._o2c_too_late()
        self.action_repair_cancel()
