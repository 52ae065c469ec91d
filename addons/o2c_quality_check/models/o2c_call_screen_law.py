"""What the agent's screen says of the law: whether he may dial, and by which rules."""

from zoneinfo import ZoneInfo

from odoo import models

from ..domain import calling_law as law
from ..explain import screen as explain


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    def _screen_law(self, facts, at):
        """What the law says at ``at``; looked up and not logged: nothing is dialled."""
        rules = self.env["o2c.calling.rule"]._compiled()
        decision = law.judge(rules, facts, at)
        if not decision.allowed:
            return self._screen_decision(decision)
        held = law.choose(rules, facts, at.date())
        return self._screen_decision(decision, [rule.key for rule in held])

    def _screen_decision(self, decision, held=()):
        """A decision in words, with the rule that forbids or those that allow."""
        ids = [decision.rule] if decision.rule else list(held)
        # who calls reads the rules that his call goes by
        rules = self.env["o2c.calling.rule"].sudo().browse(ids)
        return explain.law(self.env, decision, rules)

    def _screen_facts(self, at):
        """Who would be called, as the law sees him."""
        ask = self._dial_ask()
        return self.env["o2c.calling.law"]._facts([ask], at)[ask.key]

    def _screen_refused_at(self, at):
        """Why the customer may not be called at ``at``, or nothing."""
        said = self._screen_law(self._screen_facts(at), at)
        return "" if said["allowed"] else said["text"]

    def _screen_zone(self, facts):
        """The time zone of whoever is called: the first that the law counts by."""
        return ZoneInfo(facts.zones[0])
