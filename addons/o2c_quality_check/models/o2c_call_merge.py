"""Two contacts became one: a campaign calls him once, whatever he was before."""

from odoo import models

from ..domain import calls as rules
from ..domain.calls import State
from ..domain.targeting import Reason, Why


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    def _after_merge_of(self, partner):
        """Let the calls about a customer be about whom he was merged into.

        Of two in one campaign the one that is further keeps its place; the other stays
        to be read under its old key, and is not called any more.
        """
        self.env.invalidate_all()
        about = self.search(
            [
                ("partner_id", "=", partner.id),
                ("order_id", "=", False),
                ("appointment_id", "=", False),
            ],
            order="id",
        )
        key = rules.subject_key(None, None, partner.id)
        for calls in about.grouped("campaign_id").values():
            first = min(calls, key=lambda call: rules.merge_rank(call._merge_facts()))
            if first.subject_key != key:
                calls._free_key(key)
                first.subject_key = key
            for call in calls - first:
                call._give_way()
        # else it would be worked out from the contact again
        self.env.flush_all()

    def _merge_facts(self):
        excluded = (self.exclusion or {}).get("code")
        return rules.MergeFacts(
            state=State(self.state),
            agreed=self.is_call_back,
            by_hand=excluded == Why.BY_HAND.value,
            attempts=self.attempt_count,
            number=self.id,
        )

    def _free_key(self, key):
        """Give the key free that the call of the contact who stays has."""
        for call in self.filtered(lambda c: c.subject_key == key):
            call.subject_key = f"{key}:{call.id}"
            call.flush_recordset(["subject_key"])

    def _give_way(self):
        if self.state == State.TO_CALL.value:
            order = {"order": self.partner_id.display_name}
            self._take_out(Reason(Why.SAME_CUSTOMER, order))
