from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import explain

KINDS = [
    ("returned_payment", "Returned payment"),
    ("broken_promise", "Broken promise"),
    ("dunning_step", "Dunning step"),
    ("insolvency", "Insolvency notice"),
    ("write_off", "Written off"),
    ("other", "Other"),
]


class O2cCreditEvent(models.Model):
    """Something that speaks about a customer's credit, on its day. Never changed.

    What is settled later is resolved, with the day and the person; it stays.
    """

    _name = "o2c.credit.event"
    _description = "Credit event"
    _order = "date desc, id desc"
    _check_company_auto = True

    account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="account_id.partner_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="returned_payment")
    date = fields.Date(
        required=True,
        index=True,
        default=fields.Date.context_today,
        help="The day on which it happened.",
    )
    amount = fields.Monetary()
    level = fields.Integer("Step", help="The dunning step that was reached.")
    promise_id = fields.Many2one(
        "o2c.promise",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The promise that was broken.",
    )
    write_off_id = fields.Many2one(
        "o2c.write.off",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What was written off.",
    )
    note = fields.Text()
    entered_by_id = fields.Many2one(
        "res.users", "Entered by", readonly=True, default=lambda self: self.env.user
    )
    resolved_date = fields.Date("Resolved on", readonly=True)
    resolved_by_id = fields.Many2one("res.users", "Resolved by", readonly=True)

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "An amount cannot be less than zero."
    )
    _step_given = models.Constraint(
        "CHECK (kind <> 'dunning_step' OR level > 0)", "Which dunning step was reached?"
    )
    _promise_once = models.UniqueIndex(
        "(promise_id) WHERE promise_id IS NOT NULL AND resolved_date IS NULL",
        "This broken promise is noted already.",
    )
    _open_index = models.Index("(account_id, kind) WHERE resolved_date IS NULL")

    @api.depends("kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{names.get(event.kind, '')} {event.date or ''}"

    @api.constrains("date", "resolved_date")
    def _check_date(self):
        for event in self:
            # the server may be a day ahead of who enters it, never two
            if event.date > fields.Date.add(fields.Date.today(), days=1):
                raise UserError(explain.policy.event_in_future(self.env))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals["entered_by_id"] = self.env.uid
                # set, not dropped: the context could bring defaults
                vals.update(resolved_date=False, resolved_by_id=False, promise_id=False)
                vals["write_off_id"] = False
        return super().create(vals_list)

    def write(self, vals):
        resolving = vals.keys() == {"resolved_date", "resolved_by_id"}
        if not (self.env.su and resolving) or any(self.mapped("resolved_date")):
            raise UserError(explain.policy.event_stands(self.env))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(explain.policy.event_stands(self.env))

    def action_resolve(self):
        """Note that these events are settled, today, by the present user."""
        self.check_access("create")  # whoever may enter one may say it is settled
        self.check_access("read")
        open_events = self.filtered(lambda event: not event.resolved_date)
        # nobody changes an event by hand; to resolve it is no change of what happened
        open_events.sudo().write(
            {
                "resolved_date": fields.Date.context_today(self),
                "resolved_by_id": self.env.uid,
            }
        )
        self.env["o2c.credit.account"]._enqueue(open_events.partner_id)
