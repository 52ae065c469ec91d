from odoo import Command, fields, models
from odoo.exceptions import UserError

from .. import explain

INTEREST_ACCOUNT = "o2c_late_interest_account_id"
COMPENSATION_ACCOUNT = "o2c_late_compensation_account_id"


class O2cLateClaim(models.Model):
    """Posting, waiving and reversing; docs/adr tells why a claim is a debit entry."""

    _name = "o2c.late.claim"
    _inherit = "o2c.late.claim"

    def action_post(self):
        """Post a debit entry for each of these open claims, dated today.

        What the item owes is computed anew for the day of the claim first: nothing is
        posted that was paid, credited or contested meanwhile.

        :raise UserError: the user keeps no accounts, nothing is open, or the company
            has no journal or accounts for it
        """
        self._check_accountant()
        claims = self._post_claims()
        if not claims:
            raise UserError(explain.interest.nothing_open(self.env))

    def _post_claims(self):
        posted = self.browse()
        for claim in self.filtered(lambda c: c.state == "open"):
            # proposals follow the ledger, only these methods write them
            fresh = claim._propose(claim.line_id, claim.as_of).sudo()
            if fresh:
                fresh._lock_and_post()
                posted |= fresh
        return posted

    def _lock_and_post(self):
        self.ensure_one()
        self.lock_for_update()
        vals = self._prepare_entry_vals()
        entry = self.env["account.move"].with_company(self.company_id).create(vals)
        self._name_parts(entry)
        self.write({"state": "posted", "entry_id": entry.id, **self._by_me()})
        entry._post(soft=False)
        # Odoo leaves general entries out of reminders; this one is owed
        self.entry_line_ids.no_followup = False

    def _prepare_entry_vals(self):
        company = self.company_id
        names = ["o2c_late_journal_id"]
        names += [INTEREST_ACCOUNT] if self.interest else []
        names += [COMPENSATION_ACCOUNT] if self.compensation else []
        found = dict(zip(names, company._o2c_ledger_setting(*names), strict=True))
        texts = explain.interest.entry_texts(self)
        parts = [
            (self.compensation, found.get(COMPENSATION_ACCOUNT), texts["costs"]),
            (self.interest, found.get(INTEREST_ACCOUNT), texts["interest"]),
        ]
        return {
            "move_type": "entry",
            "journal_id": found["o2c_late_journal_id"].id,
            "date": company._o2c_credit_today(),
            "ref": texts["ref"],
            "partner_id": self.line_id.partner_id.id,
            "line_ids": [
                Command.create(line)
                for amount, account, text in parts
                if amount
                for line in self._prepare_part_vals(amount, account, text)
            ],
        }

    def _prepare_part_vals(self, amount, account, text):
        """The receivable and the income line of a part."""
        today = self.company_id._o2c_credit_today()
        balance = self.currency_id._convert(
            amount, self.company_id.currency_id, self.company_id, today
        )
        common = {
            "name": text,
            "partner_id": self.line_id.partner_id.id,
            "currency_id": self.currency_id.id,
        }
        owed = {
            **common,
            "account_id": self.line_id.account_id.id,
            "date_maturity": today,
            "amount_currency": amount,
            "balance": balance,
        }
        income = {
            **common,
            "account_id": account.id,
            "amount_currency": -amount,
            "balance": -balance,
        }
        return owed, income

    def _name_parts(self, entry):
        """Mark the receivable lines: which claim, costs or interest."""
        account = self.line_id.account_id
        owed = entry.line_ids.filtered(lambda line: line.account_id == account)
        parts = ["costs"] if self.compensation else []
        parts += ["interest"] if self.interest else []
        for line, part in zip(owed.sorted("id"), parts, strict=True):
            line.write({"o2c_late_claim_id": self.id, "o2c_late_part": part})

    # ------------------------------------------------------------- giving up
    def _waive(self, reason, interest=True, compensation=True):
        """Give these claims up, for good; of an open one perhaps a part only.

        What was posted is reversed in the same step, and then as a whole.

        :raise UserError: the user may not, gives no reason, or nothing is left to waive
        """
        self._check_manager()
        _check_reason(self.env, reason)
        claims = self.sudo()  # the right was asked, claims are written here only
        for claim in claims.filtered(lambda c: c.state == "posted"):
            claim._reverse_entry()
            claim.write(claim._decided("waived", reason))
        for claim in claims.filtered(lambda c: c.state == "open"):
            claim._waive_open(reason, interest, compensation)

    def _waive_open(self, reason, interest, compensation):
        left = {
            "interest": 0.0 if interest else self.interest,
            "compensation": 0.0 if compensation else self.compensation,
        }
        given = {name: self[name] - amount for name, amount in left.items()}
        if not any(given.values()):
            raise UserError(explain.interest.nothing_to_waive(self.env))
        if any(left.values()):
            self._waive_part(reason, given)
        else:
            self.write(self._decided("waived", reason))

    def _waive_part(self, reason, given):
        """Keep the part that is given up as a claim of its own."""
        sheet = {**self.sheet, "total": str(sum(given.values()))}
        for name, amount in given.items():
            sheet[name] = str(amount)
        vals = {"line_id": self.line_id.id, "as_of": self.as_of, **given}
        waived = self.create({**vals, "sheet": sheet, "state": "waived"})
        waived.write(self._decided("waived", reason))
        # what is left is computed anew, with what was given up taken off
        self._propose(self.line_id, self.as_of)

    def _reverse(self, reason):
        """Take back what was posted; the item can be claimed again.

        :raise UserError: the user may not, gives no reason, or it is not posted
        """
        self._check_accountant()
        _check_reason(self.env, reason)
        posted = self.sudo().filtered(  # claims are written by these methods only
            lambda claim: claim.state == "posted"
        )
        if posted != self:
            raise UserError(explain.interest.not_posted(self.env))
        for claim in posted:
            claim._reverse_entry()
            claim.write(claim._decided("reversed", reason))

    def _reverse_entry(self):
        self.ensure_one()
        self.lock_for_update()
        today = self.company_id._o2c_credit_today()
        vals = {"date": today, "ref": explain.interest.reversal_ref(self.entry_id)}
        # money that was matched with it becomes an open credit of the customer
        self.reversal_id = self.entry_id._reverse_moves([vals], cancel=True)

    def _decided(self, state, reason):
        return {"state": state, "reason": reason.strip(), **self._by_me()}

    def _by_me(self):
        return {"decided_by_id": self.env.uid, "decided_on": fields.Datetime.now()}

    def action_waive(self):
        """Open the form that asks why these claims are given up."""
        return self._ask("waive")

    def action_reverse(self):
        """Open the form that asks why these claims are taken back."""
        return self._ask("reverse")

    def _ask(self, kind):
        return {
            "type": "ir.actions.act_window",
            "name": explain.interest.ask_title(self.env, kind),
            "res_model": "o2c.late.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_claim_ids": self.ids, "default_kind": kind},
        }


def _check_reason(env, reason):
    if not (reason or "").strip():
        raise UserError(explain.interest.reason_needed(env))
