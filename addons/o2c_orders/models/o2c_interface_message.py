from odoo import api, fields, models

from .. import explain
from ..domain.interface import Code, Issue


class O2cInterfaceMessage(models.Model):
    """One call or one file: what came in or went out, and how it ended."""

    _name = "o2c.interface.message"
    _description = "Interface message"
    _order = "at desc, id desc"
    _rec_name = "at"

    interface_id = fields.Many2one("o2c.interface", required=True, ondelete="restrict")
    company_id = fields.Many2one(related="interface_id.company_id", store=True)
    at = fields.Datetime("When", required=True, default=fields.Datetime.now)
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True)
    source = fields.Selection(
        [("api", "Call"), ("file", "File"), ("retry", "Tried again")], required=True
    )
    subject = fields.Char("What", required=True)
    user_id = fields.Many2one("res.users", "Who", default=lambda self: self.env.user)
    row_ids = fields.One2many("o2c.interface.row", "message_id", "Rows")
    row_count = fields.Integer("Orders in it")
    failed_count = fields.Integer("Failed")
    state = fields.Selection(
        [("done", "Done"), ("partly", "Partly done"), ("failed", "Failed")],
        compute="_compute_state",
        store=True,
    )

    _recent = models.Index("(interface_id, at)")

    @api.depends("row_count", "failed_count")
    def _compute_state(self):
        for message in self:
            if not message.failed_count:
                message.state = "done"
            elif message.failed_count < message.row_count:
                message.state = "partly"
            else:
                message.state = "failed"

    def _answer(self):
        """What the other system reads about an intake."""
        return {
            "message": self.id,
            "rows": self.row_count,
            "failed": self.failed_count,
            "results": [row._answer() for row in self.row_ids],
        }

    def action_retry(self):
        """Take the failed rows in again, after what was wrong was put right here."""
        self.ensure_one()
        self.interface_id.check_access("write")
        failed = self.row_ids.filtered(lambda r: r.outcome == "error" and r.raw)
        pairs = [(row.numbers, row.raw) for row in failed]
        message = self.interface_id._acting()._take_in(
            pairs, source="retry", subject=self.subject
        )
        message.user_id = self.env.user
        failed.sudo().outcome = "retried"  # the new message says what came of them
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": message.id,
            "view_mode": "form",
        }

    @api.autovacuum
    def _gc_messages(self):
        """Forget messages after the time that their interface keeps them."""
        interfaces = self.env["o2c.interface"].with_context(active_test=False)
        for interface in interfaces.search([("keep_days", ">", 0)]):
            now = fields.Datetime.now()
            until = fields.Datetime.subtract(now, days=interface.keep_days)
            domain = [("interface_id", "=", interface.id), ("at", "<", until)]
            self.search(domain, limit=10_000).unlink()


class O2cInterfaceRow(models.Model):
    """One order of an incoming message, with what became of it."""

    _name = "o2c.interface.row"
    _description = "Interface row"
    _order = "message_id desc, id"
    _rec_name = "external_id"

    message_id = fields.Many2one(
        "o2c.interface.message", required=True, index=True, ondelete="cascade"
    )
    interface_id = fields.Many2one(
        related="message_id.interface_id", store=True, index=True
    )
    company_id = fields.Many2one(related="message_id.company_id", store=True)
    numbers = fields.Char("Row", required=True)
    external_id = fields.Char("Number there", index="btree_not_null")
    outcome = fields.Selection(
        [
            ("created", "Created"),
            ("unchanged", "Known already"),
            ("error", "Error"),
            ("retried", "Tried again"),
        ],
        required=True,
    )
    order_id = fields.Many2one(
        "sale.order", index="btree_not_null", ondelete="set null"
    )
    issues = fields.Json()
    raw = fields.Json(help="What was handed in; kept of rows that failed.")
    issue_text = fields.Text("What is wrong", compute="_compute_issue_text")

    @api.depends("issues")
    @api.depends_context("lang")
    def _compute_issue_text(self):
        for row in self:
            row.issue_text = "\n".join(i["message"] for i in row._issues())

    def _issues(self):
        return [
            {
                "field": field,
                "code": code,
                "message": explain.interface.issue(
                    self.env, Issue(field, Code(code), value)
                ),
            }
            for field, code, value in self.issues or []
        ]

    def _answer(self):
        answer = {"row": self.numbers, "external_id": self.external_id or ""}
        answer["outcome"] = self.outcome
        if self.order_id:
            answer |= self.order_id._o2c_interface_brief()
        if self.issues:
            answer["errors"] = self._issues()
        return answer
