"""Deciding about an order that waits for credit: release, conditions, rejection.

Every way to release goes through :meth:`_release`, so the tiers and the second pair of
eyes are asked here, whoever calls and from where.
"""

from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.o2c_orders.domain.hold import may_release

from .. import explain
from ..domain import exposure
from ..domain import tier as tiers
from ..domain.condition import Conditions
from .o2c_credit_account import MANAGER

NOTHING = Conditions()


@dataclass(frozen=True)
class Terms:
    """What a person decided.

    :param note: why, in words
    :param reason: an ``o2c.credit.release.reason`` or None
    :param review: date on which somebody must look at it again, or None
    """

    note: str
    reason: models.Model | None = None
    conditions: Conditions = NOTHING
    review: object = None


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    # ------------------------------------------------------------- release
    def _release(self, note, automatic=False):
        if automatic:
            return super(O2cHold, self._ends_by_itself())._release(note, automatic=True)
        credit = self._credit_holds()
        # what is not in the queue needs no tier; the ledger refuses before we write
        credit._check_may_release(note)
        ended = super(O2cHold, self - credit)._release(note)
        return ended | credit._credit_release(Terms(note))

    def _credit_release(self, terms):
        """Let these orders pass as ``terms`` say, in the name of the present user.

        :return: the holds that ended: not those that wait for a second person or for
            money
        :raise AccessError: no right, own request, above the tier, the same person twice
        :raise UserError: rejected, ended, no words, impossible conditions
        """
        self._check_may_release(terms.note)
        ended = self.browse()
        for hold in self:
            hold._check_conditions(terms.conditions)
            if hold._needs_second(terms):
                hold._approve_first(terms)
            elif terms.conditions.deposit:
                hold._put_on_condition(terms)
            else:
                hold._let_pass(terms)
                ended |= hold
        return ended

    def _check_may_decide(self, note):
        """Whether the present user may decide at all; AccessError or UserError."""
        for hold in self:
            decision = may_release(hold._release_facts(note, automatic=False))
            if not decision.ok:
                hold._refuse_release(decision)

    def _check_may_release(self, note):
        """Whether he may let these orders pass."""
        self._check_may_decide(note)
        for hold in self:
            if hold.credit_state == "rejected":
                raise UserError(explain.queue.is_rejected(hold))
            objections = hold._credit_objections()
            if not objections.ok:
                raise AccessError(explain.queue.objections(hold, objections))

    def _release_facts(self, note, automatic):
        facts = super()._release_facts(note, automatic)
        if self.env.su or not self._credit_holds():
            return facts
        # the group of the reason is configuration that others than us may write
        manages = self.env.user.has_group(MANAGER)
        # whose order it is, whoever decides
        sells = self.order_id.sudo().user_id.id == self.env.uid
        return replace(
            facts,
            has_right=facts.has_right and manages,
            is_requester=facts.is_requester or sells,
        )

    def _credit_objections(self):
        """What speaks against the present user as the one who lets it pass."""
        self.ensure_one()
        if self.env.su:
            return tiers.may_decide((), self._credit_case(), 0)
        return tiers.may_decide(*self._credit_question(), self.env.uid)

    def _credit_question(self):
        """(tiers, case): as it is now, not as it was when the order was held."""
        root = self.company_id.root_id
        rules = self.env["o2c.credit.tier"]._of_companies(root)[root]
        return rules, self._credit_case(self._credit_excess_now() if rules else None)

    def _credit_excess_now(self):
        account = self.sudo().credit_account_id  # the check sees all that is owed
        facts = account._facts().get(account) if account.limited else None
        if facts is None:
            return Decimal(0)
        room = exposure.headroom(facts)
        # its state, whoever decides
        counted = self.order_id.sudo().state == "sale"
        order = Decimal(0) if counted else Decimal(str(self.credit_order_amount))
        return Decimal(0) if room is None else order - room

    # ------------------------------------------------------------- two people
    def _needs_second(self, terms):
        if self.env.su or not tiers.needs_second(*self._credit_question()):
            return False
        agreed = self.credit_state == "second" and self._conditions()
        # on other conditions nobody else has agreed yet
        return self.credit_state != "second" or agreed != terms.conditions

    def _approve_first(self, terms):
        self._note_decision("second", terms)
        self._document_decision("first_approval", terms)
        self._ask_second()

    # ------------------------------------------------------------- outcomes
    def _let_pass(self, terms):
        self._note_decision("released", terms)
        kind = "released_on_condition" if terms.conditions else "released"
        self._document_decision(kind, terms)
        # which the release writes alone
        self.order_id.sudo().o2c_credit_valid_until = terms.conditions.valid_until
        self._end(terms.note, automatic=False)
        self._tell_decision(kind)

    def _put_on_condition(self, terms):
        self._note_decision("condition", terms, credit_deposit_mark=self._money_mark())
        self._document_decision("released_on_condition", terms)
        self._tell_decision("released_on_condition")

    def _credit_reject(self, terms):
        """Refuse these orders for good: only a change or a manager opens them again."""
        self._check_may_decide(terms.note)
        for hold in self:
            hold._note_decision("rejected", terms)
            hold._document_decision("rejected", terms)
            hold._tell_decision("rejected")

    def _credit_reopen(self, terms):
        """Have rejected orders wait again, as if nobody had decided."""
        self._check_may_decide(terms.note)
        for hold in self:
            if hold.credit_state != "rejected":
                raise UserError(explain.queue.not_rejected(hold))
            hold._back_to_waiting(terms)
            hold._document_decision("reopened", terms)

    def _back_to_waiting(self, terms):
        nobody = {"credit_decided_by_id": False, "credit_decided_at": False}
        self._note_decision("waiting", terms, **nobody)
        self._ask_to_decide()

    # ------------------------------------------------------------- writing
    def _note_decision(self, state, terms, **values):
        """Keep the decision on the hold. Rights were checked before: sudo."""
        conditions = terms.conditions
        review = terms.review or self.credit_review_date
        if review != self.credit_review_date:
            values["credit_escalated_for"] = False
        # users have no right to write holds, whoever they are
        self.sudo().write(
            {
                "credit_state": state,
                "credit_reason_id": terms.reason.id if terms.reason else False,
                "credit_decision_note": terms.note,
                "credit_decided_by_id": self.env.uid,
                "credit_decided_at": fields.Datetime.now(),
                "credit_deposit": float(conditions.deposit or 0),
                "credit_valid_until": conditions.valid_until or False,
                "credit_up_to": float(conditions.up_to or 0),
                "credit_review_date": review,
                **values,
            }
        )

    def _conditions(self):
        """The conditions that are noted on this hold."""
        self.ensure_one()
        return Conditions(
            deposit=Decimal(str(self.credit_deposit)) if self.credit_deposit else None,
            valid_until=self.credit_valid_until or None,
            up_to=Decimal(str(self.credit_up_to)) if self.credit_up_to else None,
        )

    def _credit_look_again(self, terms):
        """Move the review of these orders to another day; what was decided stays."""
        self._check_may_decide(terms.note)
        for hold in self:
            # users have no right to write holds, whoever they are
            hold.sudo().write(
                {"credit_review_date": terms.review, "credit_escalated_for": False}
            )
            hold._move_activity(terms)

    def _resume_orders(self):
        """Confirm the orders of these holds that wait for nothing else."""
        done = self.filtered(lambda h: h.state == "ended")
        # the one who decided need not be allowed to confirm: he lets it pass
        for order in done.order_id.sudo().filtered("o2c_confirm_requested_at"):
            order._o2c_resume_safely()

    def action_release(self):
        """Open the wizard that decides about orders in the queue."""
        if not self or self._credit_holds() != self:
            return super().action_release()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "o2c.credit.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hold_ids": self.ids},
        }

    def _check_conditions(self, conditions):
        problems = explain.queue.impossible(
            self, conditions, self._credit_today(self.company_id)
        )
        if problems:
            raise UserError("\n".join(problems))

    def _end(self, note, automatic=True):
        undecided = self._credit_holds().filtered(
            lambda h: h.credit_state in (False, "waiting", "second", "condition")
        )
        if automatic and undecided:
            # how it went is noted while the hold is open; users cannot write holds
            undecided.sudo().write({"credit_state": "gone"})
        return super()._end(note, automatic=automatic)

    def _document_decision(self, kind, terms, by_rule=False):
        """Make the decision a document of its own, for good.

        :param by_rule: no person decided now, what was agreed took its course
        """
        by = self.env["res.users"] if by_rule else self.env.user
        conditions = {
            name: str(value)
            for name, value in asdict(terms.conditions).items()
            if value is not None
        }
        if self.credit_tier_id and by and not self.env.su:
            conditions["text"] = explain.queue.tier_used(self)
        hold = self.sudo()  # the order and the account, whoever decided
        return self.env["o2c.credit.decision"]._document(
            hold.order_id,
            kind,
            account=hold.credit_account_id,
            asked_by=hold.requested_by_id,
            decided_by=by,
            conditions=conditions,
            reason_name=terms.reason.sudo().name if terms.reason else False,
            note=terms.note,
        )
