from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from .o2c_credit_account import MANAGER

STATES = [
    ("draft", "Not complete"),
    ("ready", "To be imported"),
    ("done", "Imported"),
    ("undone", "Undone"),
]


class O2cHistoryImport(models.Model):
    """One file of receivables: what was in it and what became of it.

    Only the import writes it. A file that was sent and never imported is thrown away
    after a day.
    """

    _name = "o2c.history.import"
    _description = "Import of receivables"
    _order = "id desc"

    name = fields.Char("File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    mapping_id = fields.Many2one(
        "o2c.history.mapping", "Layout", readonly=True, ondelete="set null"
    )
    source = fields.Char("Ledger", readonly=True)
    file = fields.Binary("Content", readonly=True, attachment=True, groups=MANAGER)
    chunk_ids = fields.One2many("o2c.history.chunk", "import_id", groups=MANAGER)
    problems_file = fields.Binary(
        "Problems", readonly=True, attachment=True, groups=MANAGER
    )
    item_ids = fields.One2many("o2c.history.item", "import_id", "Items")
    done_at = fields.Datetime("Imported on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Imported by", readonly=True)
    undone_at = fields.Datetime("Undone on", readonly=True)
    undone_by_id = fields.Many2one("res.users", "Undone by", readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    new_count = fields.Integer("New", readonly=True)
    changed_count = fields.Integer("Changed", readonly=True)
    same_count = fields.Integer("Unchanged", readonly=True)
    customer_count = fields.Integer("New customers", readonly=True)
    amount = fields.Monetary("Total", readonly=True)
    open_amount = fields.Monetary("Open", readonly=True)

    # ------------------------------------------------------------- rights
    def _check_right(self):
        """Only credit managers, and only for companies that they work for."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(explain.history.not_allowed(self.env))
        self.check_access("read")

    # ------------------------------------------------------------- what it made
    def action_items(self):
        """Open the items that this import made or changed last."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_history_item"
        )
        domain = ["|", ("import_id", "=", self.id), ("last_import_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def action_continue(self):
        """Go on with a file that was sent and not imported yet."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "o2c_credit.action_history_import_file"
        )
        return {**action, "params": {"import_id": self.id}}

    # ------------------------------------------------------------- undo
    def action_undo(self):
        """Take an import back: what it made goes, what it changed is as before.

        Not when a later import or a person worked with its items. Customers and
        credit accounts that it made stay.

        :raise UserError: something came later
        """
        self.ensure_one()
        self._check_right()
        done = self.sudo()  # the right was asked above; only code writes
        done._lock("done")
        done._check_undoable()
        customers = done._revert()
        done.write(
            {
                "state": "undone",
                "undone_at": fields.Datetime.now(),
                "undone_by_id": self.env.uid,
            }
        )
        self.env["o2c.credit.account"]._enqueue(customers)

    def _check_undoable(self):
        later = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("source", "=", self.source),
                ("state", "=", "done"),
                "|",
                ("done_at", ">", self.done_at),
                "&",
                ("done_at", "=", self.done_at),
                ("id", ">", self.id),
            ],
            limit=1,
        )
        if later:
            raise UserError(explain.history.not_undone(self.env, later.name))
        settled = self.env["o2c.history.item"].search_count(
            [("last_import_id", "=", self.id), ("settled_by_id", "!=", False)]
        )
        if settled:
            raise UserError(explain.history.not_undone_settled(self.env, settled))

    def _lock(self, state):
        """Make this transaction the only one that goes on from ``state``."""
        self.flush_recordset()
        self.env.cr.execute(
            "UPDATE o2c_history_import SET write_date = write_date WHERE id = %s"
            " RETURNING state",
            [self.id],
        )
        found = self.env.cr.fetchone()
        if not found or found[0] != state:
            raise UserError(self.env._("Somebody else was faster: look at it again."))

    # ------------------------------------------------------------- upkeep
    @api.autovacuum
    def _gc_unfinished(self):
        """Throw away files that were sent and not imported."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.search(
            [("state", "in", ("draft", "ready")), ("write_date", "<", limit)]
        ).unlink()


class O2cHistoryChunk(models.Model):
    """A piece of a file on its way."""

    _name = "o2c.history.chunk"
    _description = "Piece of a receivables file"
    _order = "sequence"

    import_id = fields.Many2one(
        "o2c.history.import", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(required=True)
    data = fields.Binary(required=True, attachment=False)

    _once = models.Constraint("UNIQUE (import_id, sequence)", "This piece is there.")
