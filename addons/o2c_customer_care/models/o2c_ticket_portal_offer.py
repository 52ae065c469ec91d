"""Remedies and the rating on the customer's page; he answers there."""

from odoo import models
from odoo.exceptions import MissingError
from odoo.fields import Domain

from .. import explain
from ..domain.portal import Shown
from ..domain.remedy import State
from .o2c_ticket_portal import TONES

SHOWN_STATES = (State.APPROVED.value, State.MADE.value, State.DONE.value)


class O2cTicket(models.Model):
    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _portal_yours(self):
        offered = [
            ("state", "=", State.APPROVED.value),
            ("ask_customer", "=", True),
            ("offered_at", "!=", False),
            ("answer", "=", False),
        ]
        return super()._portal_yours() | Domain("remedy_ids", "any", offered)

    def _portal_state(self):
        state = super()._portal_state()
        if self._portal_offers():
            # what is to be done stands before how far the ticket is
            state["name"] = explain.portal.state(self.env, Shown.YOURS)
            state["tone"] = TONES[Shown.YOURS]
            state["next_step"] = explain.portal.offered(self.env)
        return state

    def _portal_offers(self):
        """The remedies that wait for the customer's answer (superuser)."""
        # shown to who may read the ticket
        return self.sudo().remedy_ids.filtered(lambda r: r._portal_is_offer())

    def _portal_given(self):
        """What the customer gets, or has got: list of dicts ready to show."""
        # shown to who may read the ticket
        remedies = self.sudo().remedy_ids
        shown = remedies.filtered(
            lambda r: r.state in SHOWN_STATES and not r._portal_is_offer()
        )
        return [
            {
                "name": explain.choice.choice(remedy, "kind", remedy.kind),
                "amount": remedy.currency_id.format(remedy.amount)
                if remedy.amount
                else "",
                "text": remedy.customer_text or "",
                "is_done": remedy.state == State.DONE.value,
            }
            for remedy in shown
        ]

    def _portal_answer_offer(self, remedy_id, accepted, person):
        """Enter what the customer says to a remedy of this ticket.

        :raise MissingError: it is none of this ticket
        :raise UserError: nothing is offered any more
        """
        # his answer is his right; whose ticket it is was asked before
        remedy = self.sudo().remedy_ids.filtered(lambda r: r.id == remedy_id)
        if not remedy:
            raise MissingError(self.env._("This offer does not exist."))
        remedy._answer(accepted, person)

    def _portal_rating_url(self):
        """Where the customer rates the last closing; empty: he cannot now."""
        if not self._may_be_rated():
            return ""
        return f"/care/rate/{self._current_rating().access_token}"


class O2cRemedy(models.Model):
    _name = "o2c.remedy"
    _inherit = "o2c.remedy"

    def _portal_is_offer(self):
        """Whether it waits for the customer's answer."""
        approved = self.state == State.APPROVED.value
        return bool(
            approved and self.ask_customer and self.offered_at and not self.answer
        )
