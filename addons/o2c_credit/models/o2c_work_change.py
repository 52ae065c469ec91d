"""What happened to customers since the work list was made: they are read anew soon."""

from odoo import api, fields, models
from odoo.tools import SQL

KEY = "o2c_credit.work_changes"
BATCH = 2000


class O2cWorkChange(models.Model):
    """A customer of whom the work list knows too little; gone when it was read anew.

    Rows are added and never written, so nobody who posts a payment waits for a
    collector, and no collector for him.
    """

    _name = "o2c.work.change"
    _description = "Customer to be read anew for the work list"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")

    @api.model
    def _note(self, partners):
        """Have the entries of these customers made anew soon, whoever asks for it.

        Written once at the end of the transaction, however much happens in it.
        """
        todo = self.env.cr.precommit.data
        if KEY not in todo:
            todo[KEY] = set()
            self.env.cr.precommit.add(self.sudo()._write_noted)  # kept by code
        todo[KEY].update(partners.commercial_partner_id.ids)

    @api.model
    def _write_noted(self):
        ids = sorted(self.env.cr.precommit.data.pop(KEY, ()))
        known = self.env["res.partner"].browse(ids).exists()
        if not known:
            return
        self.create([{"partner_id": id_} for id_ in known.ids])
        self.flush_model()
        self.env.ref("o2c_credit.ir_cron_work_changes")._trigger()


class O2cWorkItem(models.Model):
    _name = "o2c.work.item"
    _inherit = "o2c.work.item"

    @api.model
    def _cron_changes(self):
        """Read the customers anew of whom something is noted. May be repeated."""
        changes = self.env["o2c.work.change"].search([], order="id", limit=BATCH)
        noted = changes.ids
        accounts = self.env["o2c.credit.account"].search(
            [("partner_id", "in", changes.partner_id.ids)]
        )
        self._flush_work()
        for company, known in accounts.grouped("company_id").items():
            self._write_committed(self._decided_rows(company, known))
        self.env.cr.execute(
            SQL("DELETE FROM o2c_work_change WHERE id = ANY(%s)", noted)
        )
        self.env["o2c.work.change"].invalidate_model(flush=False)
        left = len(noted) == BATCH
        self.env["ir.cron"]._commit_progress(len(noted), remaining=int(left))


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        owed = posted.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        self.env["o2c.work.change"]._note(owed.partner_id)
        return posted


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        lines = partials.debit_move_id | partials.credit_move_id
        self.env["o2c.work.change"]._note(lines.partner_id)
        return partials

    def unlink(self):
        partners = (self.debit_move_id | self.credit_move_id).partner_id
        self.env["o2c.work.change"]._note(partners)
        return super().unlink()


class O2cWorkNoted(models.AbstractModel):
    """What happens to a customer is told to the work list by these models."""

    _name = "o2c.work.noted"
    _description = "Told to the work list"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["o2c.work.change"]._note(records.partner_id)
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env["o2c.work.change"]._note(self.partner_id)
        return result


class O2cContact(models.Model):
    _name = "o2c.contact"
    _inherit = ["o2c.contact", "o2c.work.noted"]


class O2cCreditEvent(models.Model):
    _name = "o2c.credit.event"
    _inherit = ["o2c.credit.event", "o2c.work.noted"]


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = ["o2c.hold", "o2c.work.noted"]


class O2cPromise(models.Model):
    _name = "o2c.promise"
    _inherit = ["o2c.promise", "o2c.work.noted"]
