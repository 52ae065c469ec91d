from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import litigation as rules
from ..domain.dispute import State as DisputeState
from ..domain.dispute import contestable
from ..domain.litigation import Outcome, State
from .money import decimal, unit

LEADER = "o2c_customer_care.group_care_leader"
STATES = [
    (State.PREPARED.value, "In preparation"),
    (State.FILED.value, "Filed"),
    (State.ENDED.value, "Ended"),
]
OUTCOMES = [
    (Outcome.WON.value, "Won"),
    (Outcome.PARTLY.value, "Won in part"),
    (Outcome.LOST.value, "Lost"),
    (Outcome.AGREEMENT.value, "Agreement"),
    (Outcome.WITHDRAWN.value, "Not pursued"),
]
KINDS = [
    ("lawyer", "Letter of a lawyer"),
    ("mediation", "Mediation"),
    ("arbitration", "Arbitration"),
    ("authority", "Authority"),
    ("payment_order", "Order for payment"),
    ("court", "Court"),
]
SIDES = [("us", "We claim"), ("customer", "The customer claims")]


class O2cLitigation(models.Model):
    """A lawsuit over amounts that were rejected and that the customer does not pay.

    As long as it is not ended the amounts are held: nobody is reminded of what a
    judge decides. Its end decides the disputes; nothing is deleted.
    """

    _name = "o2c.litigation"
    _description = "Lawsuit"
    _inherit = ["o2c.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, next_day, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "reference", "partner_id.name"]
    _o2c_free_fields = frozenset(
        "kind side user_id lawyer_id court reference costs note event_ids".split()
    )

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True)
    ticket_id = fields.Many2one(
        "o2c.ticket", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    dispute_ids = fields.One2many("o2c.dispute", "litigation_id", "Disputes")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary("At issue", required=True)
    kind = fields.Selection(KINDS, required=True, default="lawyer", tracking=True)
    side = fields.Selection(SIDES, "Who claims", required=True, default="us")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    lawyer_id = fields.Many2one("res.partner", index="btree_not_null", tracking=True)
    court = fields.Char("Court or body", tracking=True)
    reference = fields.Char("Reference there", tracking=True)
    note = fields.Text("What it is about")
    costs = fields.Monetary("Own costs", help="Court and lawyer, as far as known.")
    state = fields.Selection(
        STATES, required=True, default=State.PREPARED.value, index=True, tracking=True
    )
    opened_on = fields.Date("Prepared since", required=True)
    filed_on = fields.Date(tracking=True)
    ended_on = fields.Date()
    outcome = fields.Selection(OUTCOMES, "How it ended", tracking=True)
    awarded = fields.Monetary(help="What the customer owes in the end.", tracking=True)
    end_note = fields.Text("What was decided")
    event_ids = fields.One2many("o2c.litigation.event", "litigation_id", "Events")
    next_day = fields.Date(
        "Next date",
        compute="_compute_next_day",
        store=True,
        help="The first hearing or term that is not done.",
    )
    next_text = fields.Char("What then", compute="_compute_next_day", store=True)
    file_id = fields.Many2one("ir.attachment")
    file_made_at = fields.Datetime("File made on")

    _amounts = models.Constraint(
        "CHECK (amount > 0 AND costs >= 0 AND awarded >= 0 AND awarded <= amount)",
        "Not less than nothing and not more than is at issue can be awarded.",
    )

    @api.depends("event_ids.day", "event_ids.done", "event_ids.kind", "event_ids.text")
    def _compute_next_day(self):
        for lawsuit in self:
            waiting = lawsuit.event_ids.filtered(lambda e: e._is_term() and not e.done)
            first = waiting.sorted("day")[:1]
            lawsuit.next_day = first.day
            lawsuit.next_text = first.text

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for lawsuit in self:
            lawsuit.display_name = f"{lawsuit.name} {lawsuit.partner_id.name or ''}"

    # ------------------------------------------------------------- opening
    @api.model
    def _open(self, disputes, **vals):
        """Bring rejected disputes of one ticket to court: the amounts are held again.

        :param vals: what a person knows of it: ``kind``, ``side``, ``lawyer_id``…
        :return: the lawsuit, in preparation
        :raise AccessError: the user is no care leader
        :raise UserError: which disputes cannot be
        """
        disputes.check_access("read")
        self._check(rules.may_open(disputes._court_facts(), self._is_leader()))
        ticket = disputes.ticket_id[:1]
        # nobody may create a lawsuit but by this method, which has checked the right
        lawsuit = self.sudo().create(
            {
                "user_id": self.env.uid,
                **{k: v for k, v in vals.items() if k in self._o2c_free_fields},
                "company_id": disputes.company_id.id,
                "ticket_id": ticket.id,
                "partner_id": ticket.partner_id.id,
                "currency_id": disputes.currency_id.id,
                "amount": sum(disputes.mapped("amount")),
                "opened_on": fields.Date.context_today(self),
                "dispute_ids": [Command.set(disputes.ids)],
            }
        )
        disputes._bring_to_court()
        return lawsuit.sudo(False)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:  # others are refused
            self._o2c_take_number(vals_list)
        return super().create(vals_list)

    def _is_leader(self):
        return self.env.user.has_group(LEADER)

    def _check_leader(self):
        if not self._is_leader():
            self._check(rules.Decision((rules.Reason(rules.Why.NO_RIGHT),)))

    def _check(self, decision):
        if decision.ok:
            return
        text = "\n".join(
            explain.litigation.refused(self, reason) for reason in decision.reasons
        )
        denied = any(reason.code in rules.RIGHTS for reason in decision.reasons)
        raise (AccessError if denied else UserError)(text)

    def _o2c_opened_elsewhere(self):
        return self.env._("A lawsuit is opened from a rejected dispute.")

    def _o2c_kept_for_ever(self):
        return self.env._("Lawsuits are never deleted, they are ended.")

    # ------------------------------------------------------------- its way
    def action_file(self):
        """It is before the court, or whoever decides, from today on."""
        for lawsuit in self:
            lawsuit._check(
                rules.may_move(State(lawsuit.state), State.FILED, self._is_leader())
            )
            # the state follows from what was checked; nobody writes it by hand
            lawsuit.sudo().write(
                {
                    "state": State.FILED.value,
                    "filed_on": fields.Date.context_today(self),
                }
            )

    def _end(self, outcome, awarded, note):
        """It ended: ``awarded`` is what the customer owes, the rest is credited.

        :param str outcome: a key of ``OUTCOMES``
        :raise AccessError: the user is no care leader
        :raise UserError: the amount does not fit the outcome, or it ended before
        """
        self.ensure_one()
        awarded = self.currency_id.round(awarded)
        self._check(rules.may_move(State(self.state), State.ENDED, self._is_leader()))
        self._check(
            rules.may_end(
                Outcome(outcome), decimal(awarded), decimal(self.amount), note or ""
            )
        )
        # the state follows from what was checked; nobody writes it by hand
        self.sudo().write(
            {
                "state": State.ENDED.value,
                "outcome": outcome,
                "awarded": awarded,
                "end_note": note,
                "ended_on": fields.Date.context_today(self),
            }
        )
        self._decide_disputes(awarded, note)

    def _decide_disputes(self, awarded, note):
        disputes = self.sudo().dispute_ids  # ended by the leader checked above
        amounts = [decimal(dispute.amount) for dispute in disputes]
        shares = rules.granted(amounts, decimal(awarded), unit(self.currency_id))
        text = explain.litigation.decided(self, note)
        for dispute, share in zip(disputes, shares, strict=True):
            dispute.sudo(False)._decide_by_court(float(share), text)

    def _notice_payment(self):
        """Tell the responsible, once, that nothing is left to claim."""
        summary = explain.litigation.paid(self)
        invoices = self.dispute_ids.invoice_id
        told = summary in self.activity_ids.mapped("summary")
        if told or any(invoices.mapped("amount_residual")):
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            user_id=self.user_id.id or self.env.uid,
        )

    def action_end(self):
        """Open the wizard that asks how it ended."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How it ended"),
            "res_model": "o2c.litigation.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_litigation_id": self.id},
        }


class O2cDispute(models.Model):
    _name = "o2c.dispute"
    _inherit = "o2c.dispute"

    def _court_facts(self):
        """These disputes as the rule takes them."""
        facts = []
        for dispute in self.sudo():  # what others contest counts, whoever may read it
            invoice = dispute.invoice_id
            left = contestable(
                decimal(invoice.amount_residual), decimal(invoice.o2c_disputed_amount)
            )
            facts.append(
                rules.Contested(
                    state=DisputeState(dispute.state),
                    amount=decimal(dispute.amount),
                    left=left,
                    currency=dispute.currency_id.id,
                    company=dispute.company_id.id,
                    in_court=dispute.in_court,
                )
            )
        return facts

    def _bring_to_court(self):
        disputes = self.sudo()  # nobody writes disputes; the lawsuit checked the right
        disputes.in_court = True
        disputes.invoice_id.flush_recordset(["o2c_disputed_amount"])
        disputes._place_hold()

    @api.model
    def _follow_in_court(self, invoices):
        """Money came for what is before court, or was taken back."""
        domain = [("invoice_id", "in", invoices.ids), ("in_court", "=", True)]
        disputes = self.sudo().search(domain)  # whoever pays, the lawsuit is told
        contested = disputes.invoice_id
        self.env.add_to_compute(contested._fields["o2c_disputed_amount"], contested)
        disputes._place_hold()
        for lawsuit in disputes.litigation_id:
            lawsuit._notice_payment()

    def action_court(self):
        """Open the wizard that brings these disputes to court."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Go to court"),
            "res_model": "o2c.litigation.open",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dispute_ids": self.ids},
        }

    def action_open_litigation(self):
        """Open the lawsuit."""
        self.ensure_one()
        return self.litigation_id.get_formview_action()


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _after_merge(self, into):
        result = super()._after_merge(into)
        # their disputes went on with the other ticket, whoever may read the lawsuits
        lawsuits = self.env["o2c.litigation"].sudo()
        lawsuits.search([("ticket_id", "in", self.ids)]).write({"ticket_id": into.id})
        return result
