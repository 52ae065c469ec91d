"""Telling people: who may decide, that it was decided, that a review is due."""

import logging

from odoo import api, fields, models

from .. import explain
from ..domain import tier as tiers

_logger = logging.getLogger(__name__)

TO_DECIDE = "o2c_credit.activity_decide"
REVIEW_DUE = "o2c_credit.activity_review"
UNDECIDED = (False, "waiting", "second", "condition")


class O2cHold(models.Model):
    _name = "o2c.hold"
    _inherit = "o2c.hold"

    # ------------------------------------------------------------- to be decided
    def _after_place(self):
        result = super()._after_place()
        if self._credit_holds():
            self._ask_to_decide()
        return result

    def _after_release(self):
        result = super()._after_release()
        for hold in self.sudo()._credit_holds():  # the to-dos of whoever has them
            if hold.credit_state != "released":
                hold._settle_activity()
        return result

    def _ask_to_decide(self):
        """One to-do for one of those who may decide."""
        self._assign(self._choose_decider(), explain.queue.to_decide)

    def _ask_second(self):
        """One to-do for somebody else who may decide."""
        self._settle_activity()
        self._assign(self._choose_decider(), explain.queue.second_wanted)

    def _choose_decider(self, other_than=None):
        """Who is to decide: the collector of the customer, or the one who has least.

        :return: a user; none when nobody may
        """
        people = self._deciders()
        if other_than and people - other_than:
            people -= other_than
        for user in (self.credit_account_id.collector_id, self.credit_responsible_id):
            if user in people:
                return user
        load = self._waiting_load(people)
        return min(people, key=lambda u: (load.get(u, 0), u.id), default=people)

    def _deciders(self):
        """The users who may decide about this hold."""
        hold = self.sudo()  # the tiers and the order, whoever asks
        root = hold.company_id.root_id
        rules = hold.env["o2c.credit.tier"]._of_companies(root)[root]
        ids = tiers.deciders(rules, hold._credit_case())
        users = hold.reason_id.release_group_id.all_user_ids
        if ids is not None:
            users = users.filtered(lambda u: u.id in ids)
        barred = hold.requested_by_id | hold.order_id.user_id
        if hold.credit_state == "second":
            barred |= hold.credit_decided_by_id
        return (users - barred - hold.env.ref("base.user_root")).filtered(
            lambda u: u.active and hold.company_id in u.company_ids
        )

    def _waiting_load(self, people):
        groups = self.sudo()._read_group(  # of all companies he works for
            [*self._credit_open_domain(), ("credit_responsible_id", "in", people.ids)],
            ["credit_responsible_id"],
            ["__count"],
        )
        return dict(groups)

    # ------------------------------------------------------------- the to-do
    def _assign(self, user, sentence, kind=TO_DECIDE, deadline=None):
        """Give ``user`` the to-do about this hold, in words of his language."""
        self.ensure_one()
        activity = self.env["mail.activity"]
        if user:
            told = self.sudo().with_context(lang=user.lang)  # users write no holds
            vals = {
                "activity_type_id": self.env.ref(kind).id,
                "res_model_id": self.env["ir.model"]._get_id("sale.order"),
                "res_id": self.order_id.id,
                "user_id": user.id,
                "automated": True,
                "date_deadline": deadline or self.credit_review_date,
                "summary": sentence(told),
                "note": told.note,
            }
            # not a letter for each hold: the to-do is enough
            quick = activity.sudo().with_context(mail_activity_quick_update=True)
            activity = quick.create(vals)
        # a to-do for another, whoever is stopped
        self.sudo().write(
            {"credit_responsible_id": user.id, "credit_activity_id": activity.id}
        )

    def _settle_activity(self, feedback=None):
        """The to-do is over: done when somebody decided, gone when it ended itself."""
        # users cannot write holds
        activity = self.sudo().credit_activity_id.exists().filtered("active")
        if not activity:
            return
        if feedback:
            # to-dos of others
            activity.with_user(self.env.user).sudo().action_feedback(feedback=feedback)
        else:
            activity.unlink()

    def _move_activity(self, terms):
        # to-dos of others
        activity = self.sudo().credit_activity_id.exists().filtered("active")
        activity.write({"date_deadline": terms.review})

    # ------------------------------------------------------------- it was decided
    def _tell_decision(self, kind):
        """Tell whoever wanted the order, in his language, what came out and why."""
        hold = self.sudo()  # the order and its people, whoever decided
        own = hold.with_context(lang=self.env.user.lang)
        hold.with_user(self.env.user)._settle_activity(explain.queue.outcome(own, kind))
        if kind in ("released_on_condition", "lapsed") and hold.state == "open":
            hold._ask_again(kind)
        for user in hold._concerned() - self.env.user:
            told = hold.with_context(lang=user.lang)
            hold.order_id.with_context(lang=user.lang).message_notify(
                partner_ids=user.partner_id.ids,
                subject=explain.queue.outcome_title(told),
                body=explain.queue.outcome(told, kind),
                author_id=self.env.user.partner_id.id,
                model_description=False,
            )

    def _ask_again(self, kind):
        """While money is waited for somebody keeps an eye on it."""
        if not self.credit_activity_id.exists().filtered("active"):
            sentence = explain.queue.on_condition
            if kind == "lapsed":
                sentence = explain.queue.to_decide
            self._assign(self.credit_responsible_id, sentence)

    def _concerned(self):
        """Who asked for the order and who sells it, those who work here."""
        users = self.requested_by_id | self.order_id.user_id
        return users.filtered(lambda u: u.active and u._is_internal())

    # ------------------------------------------------------------- nobody decided
    @api.model
    def _cron_review(self):
        """Escalate what is past its review, end what was not met in time.

        May run twice or be killed: each hold once for each review date, each
        committed on its own; one that fails does not stop the others.
        """
        holds = self.search(self._review_domain(), order="id")
        remaining = len(holds)
        for hold in holds:
            remaining -= 1
            hold._review_alone()
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _review_domain(self):
        # a day more than the server's: each company has its own today
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        due = fields.Domain("credit_review_date", "<", tomorrow)
        due &= fields.Domain("credit_escalated_for", "=", False)
        late = fields.Domain("credit_state", "=", "condition")
        late &= fields.Domain("credit_valid_until", "<", tomorrow)
        waiting = fields.Domain("credit_state", "in", list(UNDECIDED))
        return fields.Domain(self._credit_open_domain()) & waiting & (due | late)

    def _review_alone(self):
        try:
            with self.env.cr.savepoint():
                hold = self.try_lock_for_update().filtered(lambda h: h.state == "open")
                hold._end_lapsed_conditions()
                hold.filtered(lambda h: h._is_past_review())._escalate()
        except Exception:
            _logger.exception("hold %s could not be escalated", self.id)

    def _is_past_review(self):
        past = self.credit_review_date and not self.credit_escalated_for
        return past and self.credit_review_date < self._credit_today(self.company_id)

    def _escalate(self):
        """Somebody else who may decide is asked, once for this review date."""
        for hold in self:
            late = hold.credit_responsible_id
            user = hold._choose_decider(other_than=late)
            hold._settle_activity()
            hold._assign(
                user,
                explain.queue.review_passed,
                kind=REVIEW_DUE,
                deadline=hold._credit_today(hold.company_id),
            )
            # users cannot write holds; the date says for which review it was
            hold.sudo().write({"credit_escalated_for": hold.credit_review_date})
