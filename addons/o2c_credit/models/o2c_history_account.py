"""What the imported history says about a customer beside what he owes."""

from odoo import fields, models

from .. import explain


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _event_facts(self):
        """Steps that open imported items have reached count as events do."""
        facts = super()._event_facts()
        steps = self._imported_steps()
        facts["dunning_step"] = {
            account: max(step, steps.get(_key(account), 0))
            for account, step in facts["dunning_step"].items()
        }
        return facts

    def _imported_steps(self):
        """{(customer, company): highest dunning step of what is open}."""
        items = self.env["o2c.history.item"].sudo()  # the policy sees what its user not
        groups = items._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("open_amount", ">", 0),
                ("dunning_step", ">", 0),
            ],
            ["partner_id", "company_id"],
            ["dunning_step:max"],
        )
        return {(p.id, c.id): step for p, c, step in groups}


class O2cHistoryImport(models.Model):
    _name = "o2c.history.import"
    _inherit = "o2c.history.import"

    def _after_apply(self, items, changed):
        result = super()._after_apply(items, changed)
        self._enter_events(items)
        # all customers are scored anew, soon: triggering is bound to no right
        self.env.ref("o2c_credit.ir_cron_score").sudo()._trigger()
        return result

    def _enter_events(self, items):
        """Broken promises and returned payments of the file, each entered once."""
        wanted = {}
        for item in items:
            row = item.row
            for kind, day in (
                ("broken_promise", row.broken),
                ("returned_payment", row.returned),
            ):
                if day:
                    text = explain.history.event_note(self.env, row.number)
                    pair = (item.partner, item.company)
                    wanted[pair, kind, day, row.number] = text
        if not wanted:
            return
        accounts = self.env["o2c.credit.account"]._of({key[0] for key in wanted})
        Event = self.env["o2c.credit.event"]
        known = {
            (event.account_id, event.kind, event.date, event.note)
            for event in Event.search(
                [("account_id", "in", [account.id for account in accounts.values()])]
            )
        }
        today = fields.Date.today()
        Event.create(
            [
                {
                    "account_id": accounts[pair].id,
                    "kind": kind,
                    "date": day,
                    "note": note,
                }
                for (pair, kind, day, _number), note in wanted.items()
                if (accounts[pair], kind, day, note) not in known and day <= today
            ]
        )


def _key(account):
    return account.partner_id.id, account.company_id.id
