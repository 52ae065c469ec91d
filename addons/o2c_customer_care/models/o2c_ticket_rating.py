from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import aftercare as rules
from ..domain.aftercare import Answer, ClosedFacts, Matter, RateFacts
from ..domain.ticket import Kind, Stage


class O2cTicket(models.Model):
    """A closed ticket asks how it went, once for each closing; thanks for praise."""

    _name = "o2c.ticket"
    # before the others: it is a mail.thread itself
    _inherit = ["rating.mixin", "o2c.ticket"]

    aftercare_ids = fields.One2many(
        "o2c.ticket.aftercare", "ticket_id", "Messages after closing"
    )

    def _closing_round(self):
        """Which closing this is, counted from one."""
        return self.reopen_count + 1

    # ------------------------------------------------------------- asking
    def _after_close(self):
        result = super()._after_close()
        self._ask_how_it_went()
        return result

    def _ask_how_it_went(self):
        """Have what follows this closing sent later, and be ready for a rating."""
        # the system asks, whoever closed the ticket: a customer may close his own
        tickets = self.sudo()
        matters = {t: rules.matter_of(t._closed_facts()) for t in tickets}
        followed = tickets.filtered(matters.get)
        asked = followed.filtered(lambda t: matters[t] is Matter.RATING)
        ratings = asked._make_ratings()
        tickets.env["o2c.ticket.aftercare"].create(
            [t._aftercare_vals(matters[t], ratings.get(t)) for t in followed]
        )

    def _closed_facts(self):
        return ClosedFacts(
            kind=Kind(self.kind),
            is_part=bool(self.parent_id),
            is_merged=bool(self.merged_into_id),
            asks=self.company_id.o2c_ask_rating,
        )

    def _make_ratings(self):
        """The empty rating of this closing of each of these tickets: a dict."""
        model = self.env["ir.model"]._get_id(self._name)
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": model,
                    "res_id": ticket.id,
                    "partner_id": (ticket.person_id or ticket.partner_id).id,
                    "rated_partner_id": ticket.user_id.partner_id.id,
                    "o2c_round": ticket._closing_round(),
                    "o2c_company_id": ticket.company_id.id,
                }
                for ticket in self
            ]
        )
        return dict(zip(self, ratings, strict=True))

    def _aftercare_vals(self, matter, rating):
        wait = timedelta(hours=self.company_id.o2c_rating_wait)
        return {
            "ticket_id": self.id,
            "partner_id": (self.person_id or self.partner_id).id,
            "matter": matter.value,
            "round": self._closing_round(),
            "due_at": fields.Datetime.now() + wait,
            "rating_id": rating.id if rating else False,
        }

    def _current_rating(self):
        """The rating of the last closing (superuser), empty if nobody was asked."""
        # a customer, who has no right to ratings, gives his own
        ratings = self.env["rating.rating"].sudo()
        return ratings.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("o2c_round", "=", self._closing_round()),
            ]
        )

    def _rating_url(self, value=None):
        """Where the customer rates the last closing; opening it records nothing."""
        rating = self._current_rating()
        chosen = f"?value={value}" if value else ""
        return f"{self.get_base_url()}/care/rate/{rating.access_token}{chosen}"

    def _rating_values(self):
        """The five ratings as the mail and the page show them: (value, name, face)."""
        return explain.aftercare.values(self.env)

    def _may_be_rated(self):
        """Whether the customer may rate this ticket now."""
        rating = self._current_rating()
        return bool(rating) and self._judge_rating(rating, rules.BEST).ok

    # ------------------------------------------------------------- rating
    def rating_apply(self, rate, token=None, rating=None, feedback=None, **options):
        """Take the customer's rating of the last closing; for each closing once.

        :param int rate: from 1 (worst) to 5
        :return: the rating
        :raise UserError: it is not taken, with the reason
        """
        self.ensure_one()
        if rating is None:
            rating = self._current_rating().filtered(lambda r: r.access_token == token)
        decision = self._judge_rating(rating, rate)
        if not decision.ok:
            sentences = [explain.aftercare.refused(self, r) for r in decision.reasons]
            raise UserError("\n".join(sentences))
        # the customer has no right to ratings; the token or the caller stands for him
        rating = rating.sudo()
        rating.write({"rating": rate, "feedback": feedback, "consumed": True})
        ticket = self.sudo()._in_our_words()  # as above
        ticket._enter_rating(rating)
        ticket._answer_rating(rating)
        return rating

    def _in_our_words(self):
        """This ticket in the language of who works on it, not of the customer."""
        reader = self.user_id.partner_id or self.company_id.partner_id
        return self.with_context(lang=reader.lang)

    def _judge_rating(self, rating, value):
        # what the customer may not read decides as well
        ticket, rating = self.sudo(), rating.sudo()
        return rules.may_rate(
            RateFacts(
                value=value,
                round=rating.o2c_round,
                ticket_round=ticket._closing_round(),
                stage=Stage(ticket.stage),
                closed_at=ticket.closed_at,
                now=fields.Datetime.now(),
                days=ticket.company_id.o2c_rating_days,
                is_rated=rating.consumed,
            )
        )

    def _enter_rating(self, rating):
        """Into the ticket's messages and into the contact ledger."""
        body = explain.aftercare.rated(self, rating)
        # no comment: it moves nothing on as an answer of the customer would
        self.message_post(
            body=body,
            author_id=rating.partner_id.id,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
        facts = self._o2c_contact_facts()
        self.env["o2c.contact"]._log(
            rating.partner_id,
            facts["documents"],
            company_id=self.company_id.id,
            direction="in",
            channel="web",
            purpose=facts["purpose"],
            summary=body,
            source_key=f"rating:{rating.id}",
        )

    def _add_rating_comment(self, rating, text):
        """What the customer says after he rated: once, for this closing."""
        rating = rating.sudo()  # as in rating_apply
        if not text or rating.feedback or not rating.consumed:
            return False
        rating.write({"feedback": text})
        ticket = self.sudo()._in_our_words()  # as in rating_apply
        ticket.message_post(
            body=explain.aftercare.comment(ticket, text),
            author_id=rating.partner_id.id,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
        return True

    def message_post(self, **kwargs):
        # a customer rates by the question of a closing, never beside a message
        kwargs.pop("rating_value", None)
        return super().message_post(**kwargs)

    # ------------------------------------------------------------- a low rating
    def _answer_rating(self, rating):
        """What a rating sets off, decided by the company's settings."""
        company = self.company_id
        if not rules.is_low(rating.rating, company.o2c_rating_low):
            return
        answer = Answer(company.o2c_rating_answer)
        if answer is Answer.REOPEN:
            self.message_post(body=explain.aftercare.reopened(self, rating))
            self.stage = Stage.INVESTIGATION.value
        if answer is not Answer.NOTHING:
            self._o2c_call_back(explain.aftercare.call_back(self, rating))

    def _o2c_call_back(self, reason):
        """Hook. Somebody calls this customer back, for ``reason`` (a sentence).

        The owner, else the leader of the team, finds it among his activities, due on
        the next working day. A module that plans calls extends this. Returns nothing.
        """
        self.ensure_one()
        user = self.user_id or self.team_id.leader_id or self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self._next_working_day(),
            summary=self.env._("Call the customer back"),
            note=reason,
            user_id=user.id,
        )

    def _next_working_day(self):
        is_free = self.company_id._o2c_free_days()
        day = fields.Date.context_today(self) + timedelta(days=1)
        while is_free(day):
            day += timedelta(days=1)
        return day
