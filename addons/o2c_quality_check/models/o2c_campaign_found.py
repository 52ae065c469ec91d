"""Who is called in a campaign, decided for all by one statement.

The rule, what other modules know and the law, as ``_decide_targets`` asks them one by
one; only those of whom something may change become rows here.
"""

from dataclasses import dataclass, field

from odoo import models
from odoo.tools import SQL

from odoo.addons.o2c_orders.domain.decision import Decision, Reason

from ..domain import targeting
from ..domain.sampling import Method
from ..domain.targeting import Why
from . import law_query, target_verdict
from .o2c_calling_law import DialAsk
from .target_query import candidate

CUSTOMERS = "SELECT DISTINCT partner_id FROM (%s) f"


@dataclass
class Found:
    """``rows`` of whom something may change, with their ``decisions`` by key; of the
    others only how many there are: ``same`` {(code or None, id of a condition): n}."""

    rows: list = field(default_factory=list)
    decisions: dict = field(default_factory=dict)
    same: dict = field(default_factory=dict)


class O2cCampaign(models.Model):
    # the parts of a campaign in one file would be longer than a file may be
    _inherit = "o2c.campaign"  # pylint: disable=consider-merging-classes-inherited

    def _purpose(self):
        return "marketing" if self.is_marketing else "service"

    def _is_sampled(self):
        return Method(self.sampling) is not Method.ALL

    def _conditions_of_others(self, customer_ids, now):
        """What is asked beyond the rule: (SQL, code, id of the line), in their order.

        :param customer_ids: a function that gives the ids of all candidates
        """
        found = []
        for number, line in self._lines().items():
            meets = line.sudo()._asked_condition(  # its values, whoever asks
                customer_ids, now
            )
            if meets:
                fails = SQL("x.fresh AND (%s) = %s", meets, line.is_not)
                found.append((fails, Why.CONDITION.value, number))
        return found

    def _verdict_parts(self, now):
        """The statement up to where counts or rows are read from it."""
        targets = self._target_query(now)
        for model in law_query.FLUSHED:
            self.env[model].flush_model()

        def customer_ids():
            rows = self.env.execute_query(SQL(CUSTOMERS, targets))
            return {row[0] for row in rows}

        others = self._conditions_of_others(customer_ids, now)
        verdict = target_verdict.verdict(
            targets, self._rule(), self._today(now), others
        )
        law = self.env["o2c.calling.law"]._facts_part(
            self._purpose(), self.company_id.id, now
        )
        return SQL("%s%s", verdict, law)

    # ------------------------------------------------------------- only counts
    def _count_found(self, now):
        """(called, {(code, id of the condition or None): how many are not})."""
        query = target_verdict.count_query(self._verdict_parts(now))
        self.env.cr.execute(query)
        rows = self.env.cr.dictfetchall()
        groups = [row for row in rows if row["number"]]
        never = self.env["o2c.calling.law"]._never(
            groups, self._purpose(), self.company_id.id, now
        )
        tally = {}
        for row, is_never in zip(groups, never, strict=True):
            _add(tally, Why.LAW.value if is_never else None, None, row["n"])
        for row in rows:
            if row["unread"]:
                forbidden = self._never_called(row["unread"], now)
                _add(tally, Why.LAW.value, None, len(forbidden))
                _add(tally, None, None, row["n"] - len(forbidden))
            elif not row["number"]:
                _add(tally, row["why"], row["rule"], row["n"])
        return tally.pop((None, None), 0), tally

    def _never_called(self, asked, now):
        """Those of (key, person, phone) whom the law never allows to call."""
        asks = [
            DialAsk(
                key=key,
                partner_id=person,
                phone=phone,
                company_id=self.company_id.id,
                campaign_id=self._origin.id or None,
                purpose=self._purpose(),
            )
            for key, person, phone in asked
        ]
        decisions = self.env["o2c.calling.law"]._judge(asks, now)
        return {key for key, decision in decisions.items() if decision.never}

    def _tally(self, decisions, same):
        """The same counts of decisions and of the others; see :class:`Found`."""
        called, refused = targeting.count_reasons(decisions.values())
        for (code, rule), n in same.items():
            if code:
                _add(refused, code, rule, n)
            else:
                called += n
        return called, refused

    # ------------------------------------------------------------- what changes
    def _find_targets(self, now):
        """What a refresh, or a sample, has to look at: a :class:`Found`."""
        parts = self._verdict_parts(now)
        self.env.cr.execute(target_verdict.changes_query(parts, self._is_sampled()))
        found = Found()
        for row in self.env.cr.dictfetchall():
            if row["key"]:
                found.rows.append(row)
            else:
                found.same[row["same_why"], row["same_rule"]] = row["same_n"]
        found.decisions = self._decisions(found.rows, now)
        return found

    def _decisions(self, rows, now):
        forbidden = self._forbidden([row for row in rows if row["is_asked"]], now)
        refused = Decision((Reason(Why.LAW),))
        found = {row["key"]: Decision() for row in rows}
        found |= dict.fromkeys(forbidden, refused)
        out = [row for row in rows if row["why"]]
        return found | self._reasons(out, now)

    def _forbidden(self, rows, now):
        """The keys of those whom the law never allows to call; who is alike, once."""
        groups, keys, unread = {}, {}, []
        for row in rows:
            if not row["law_number"]:
                unread.append((row["key"], row["person_id"], row["phone"]))
                continue
            alike = tuple(
                tuple(row[name] or ()) if name == "called" else row[name]
                for name in target_verdict.ALIKE_NAMES
            )
            groups.setdefault(alike, {**row, "number": row["law_number"]})
            keys.setdefault(alike, []).append(row["key"])
        never = self.env["o2c.calling.law"]._never(
            groups.values(), self._purpose(), self.company_id.id, now
        )
        found = self._never_called(unread, now)
        for alike, is_never in zip(groups, never, strict=True):
            found.update(keys[alike] if is_never else ())
        return found

    def _reasons(self, rows, now):
        """Why those who wait are called no more, with all that the sentence needs."""
        rule, today = self._rule(), self._today(now)
        found, others = {}, []
        for row in rows:
            decision = targeting.decide(candidate(row), rule, today)
            if decision.ok and row["why"] == Why.SAME_CUSTOMER.value:
                other = {"order": row["first_name"]}
                decision = Decision((Reason(Why.SAME_CUSTOMER, other),))
            elif decision.ok:
                others.append(row)
            found[row["key"]] = decision
        if others:
            refused = self._refused_by_others(others, now)
            found |= {key: Decision((reason,)) for key, reason in refused.items()}
        return found


def _add(tally, code, rule, n):
    if n:
        tally[code, rule] = tally.get((code, rule), 0) + n
