"""A claim from its opening to the vendor refund."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import claim as rules
from ..domain.claim import State
from .o2c_remedy_tier import AGENT

REPORT = "o2c_customer_care.report_claim"


class O2cClaim(models.Model):
    _name = "o2c.claim"
    _inherit = "o2c.claim"

    # ------------------------------------------------------------- opening
    @api.model
    def _open(self, ticket, kind, partner, amount, text, **vals):
        """Open a claim on ``partner`` for what ``ticket`` is about.

        :param float amount: in ``currency_id``, else in company currency
        :param vals: other fields; with a ``request_key`` the same claim again
        :raise AccessError: the user does not work on this ticket
        """
        ticket.ensure_one()
        ticket.check_access("write")
        self._check_agent()
        key = vals.get("request_key")
        # whether it was opened already does not depend on what one may read
        claims = self.sudo()
        claim = key and claims.search([("request_key", "=", key)])
        if not claim:
            company = ticket.company_id
            claim = claims.create(
                {
                    "ticket_id": ticket.id,
                    "kind": kind,
                    "partner_id": partner.id,
                    "amount": amount,
                    "currency_id": company.currency_id.id,
                    "text": text,
                    "user_id": self.env.uid,
                    "opened_by_id": self.env.uid,
                    **vals,
                }
            )
        return self.browse(claim.id)

    @api.model
    def _check_agent(self):
        if not self.env.su and not self.env.user.has_group(AGENT):
            raise AccessError(self.env._("Only customer care opens claims."))

    def _go(self, state, **vals):
        """The only writer of the state; the right to it was checked by the caller."""
        self.ensure_one()
        if (State(self.state), state) not in rules.TRANSITIONS:
            self._refuse_step(state)
        # nobody writes a claim by hand once it is sent
        self.sudo().write({"state": state.value, **vals})

    def _refuse_step(self, state):
        raise UserError(explain.claim.no_such_step(self, state.value))

    def _may_act(self):
        self.ensure_one()
        self._check_agent()
        self.check_access("write")

    # ------------------------------------------------------------- sending
    def action_send(self):
        """Write to the supplier or courier, with the paper and the evidence."""
        for claim in self:
            claim._may_act()
            if not claim.partner_id.email:
                raise UserError(explain.claim.no_email(claim))
            claim._sent()
            template = self.env.ref("o2c_customer_care.mail_claim")
            template.sudo().send_mail(  # the template is nobody's to choose
                claim.id, email_values={"attachment_ids": claim.evidence_ids.ids}
            )

    def action_mark_sent(self):
        """It went another way: by letter, or on their own page."""
        for claim in self:
            claim._may_act()
            claim._sent()

    def _sent(self):
        days = self.company_id.o2c_claim_days
        today = fields.Date.context_today(self)
        deadline = self.deadline or today + timedelta(days=days)
        self._go(State.SENT, sent_at=fields.Datetime.now(), deadline=deadline)
        self._close_activities()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=deadline,
            summary=explain.claim.to_chase(self),
            user_id=(self.user_id or self.env.user).id,
        )

    def _close_activities(self):
        # the activity goes with the step, whoever it was given to
        self.sudo().activity_ids.action_done()

    # ------------------------------------------------------------- answering
    def action_answer(self):
        """Ask what they answered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Their answer"),
            "res_model": "o2c.claim.answer",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_claim_id": self.id,
                "default_accepted_amount": self.amount,
            },
        }

    def _answered(self, answer, accepted=None, reference=None):
        """Enter what they say.

        :param accepted: what they grant (zero: nothing); None: not said yet
        :raise UserError: more than was claimed
        """
        self._may_act()
        vals = {"answer": answer, "answered_at": fields.Datetime.now()}
        if reference:
            vals["their_reference"] = reference
        if accepted is None:
            self._go(State.ANSWERED, **vals)
            return
        if not 0 <= accepted <= self.amount:
            raise UserError(explain.claim.out_of_range(self))
        state = rules.outcome(accepted)
        self._go(state, accepted_amount=accepted, **vals)
        self._close_activities()
        if state is State.ACCEPTED:
            self._draft_refund()

    def action_insist(self):
        """Send a rejected or half answered claim again, with a new deadline."""
        for claim in self:
            claim._may_act()
            claim.sudo().deadline = False  # the old one is over
            claim._sent()

    def action_cancel(self):
        """Give the claim up."""
        for claim in self:
            claim._may_act()
            claim._go(State.CANCELLED)
            claim._close_activities()

    # ------------------------------------------------------------- the money
    def action_draft_refund(self):
        """Draft the vendor refund again when the first one was deleted or cancelled."""
        for claim in self:
            claim._may_act()
            if claim.state != State.ACCEPTED.value:
                claim._refuse_step(State.ACCEPTED)
            claim._draft_refund()

    def _draft_refund(self):
        """A draft vendor refund; taxes and account are the accountants' to check."""
        claim = self.sudo()  # the claim was granted; agents have no right to book
        if claim.refund_id and claim.refund_id.state != "cancel":
            return
        # a cancelled refund has to be so in the database before the next one comes
        self.env.flush_all()
        moves = claim.env["account.move"].with_company(claim.company_id)
        claim.refund_id = moves.create(claim._prepare_refund_vals())

    def _prepare_refund_vals(self):
        return {
            "move_type": "in_refund",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.their_reference or self.name,
            "invoice_origin": self.name,
            "o2c_claim_id": self.id,
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "name": explain.claim.refund_line(self),
                        "quantity": 1.0,
                        "price_unit": self.accepted_amount,
                        "tax_ids": [fields.Command.clear()],
                    }
                )
            ],
        }

    def _follow_up(self):
        """See from the vendor refund whether the money was booked."""
        for claim in self:
            posted = claim.refund_id.state == "posted"
            if posted and claim.state == State.ACCEPTED.value:
                claim._go(State.SETTLED, settled_at=fields.Datetime.now())
            elif not posted and claim.state == State.SETTLED.value:
                claim._go(State.ACCEPTED, settled_at=False)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = "account.move"

    o2c_claim_id = fields.Many2one(
        "o2c.claim", "Claim", readonly=True, copy=False, index="btree_not_null"
    )

    _o2c_claim_once = models.UniqueIndex(
        "(o2c_claim_id) WHERE o2c_claim_id IS NOT NULL AND state <> 'cancel'",
        "This claim has its refund already.",
    )

    def write(self, vals):
        result = super().write(vals)
        # who books the refund need not be allowed to write claims
        if "state" in vals and (claims := self.sudo().o2c_claim_id):
            claims._follow_up()
        return result
