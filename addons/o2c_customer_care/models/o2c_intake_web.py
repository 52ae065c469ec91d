from odoo import api, models

from ..domain.intake import DONE, Outcome, Surroundings
from ..domain.intake import judge as judge_letter
from ..domain.letter import Letter
from ..domain.sender import customers
from ..domain.web_form import MOST_FROM_PLACE
from .o2c_intake_mail import HOUR, PREVIEW


class O2cIntake(models.Model):
    """What comes in by the public form."""

    _name = "o2c.intake"
    _inherit = "o2c.intake"

    @api.model
    def _web_counts(self, team, place, address, now):
        """How many messages of the last hour came from a place and an address.

        :return: (from the place, of the address)
        """
        since = now - HOUR
        # strangers have no rights; both counts use an index
        entries = self.sudo()
        company = [("company_id", "=", team.company_id.id)]
        domain = [*company, ("channel", "=", "web"), ("received_at", ">=", since)]
        place_count = entries.search_count([*domain, ("origin_key", "=", place)])
        of_address = [*domain, ("sender", "=", address)]
        return place_count, entries.search_count(of_address) if address else 0

    @api.model
    def _refuse_web(self, team, key, values, place, count):
        """Keep what a machine sent, a few an hour from one place."""
        if count >= MOST_FROM_PLACE:
            return self.browse()
        vals = self._web_vals(team, values, place, Outcome.SPAM)
        return self._enter(key, **vals)

    @api.model
    def _open_web(self, team, key, values, place, consent, files):
        """The ticket that the form makes; empty where nobody knows whose it is.

        :param key: of the form that was shown: sent twice it is one ticket
        :param values: as ``domain.web_form.read`` gives them
        :param files: accepted (name, bytes) pairs
        """
        company = team.company_id
        letter = Letter(
            sender=values["email"],
            sender_name=values["name"],
            subject=values["subject"],
        )
        senders = self.env["res.partner"]._o2c_senders(letter.sender, company)
        around = Surroundings(
            own_addresses=self._own_addresses(company),
            customers=len(customers(senders)),
            colleague=bool(senders) and not customers(senders),
        )
        decision = judge_letter(letter, around)
        outcome = Outcome.TICKET if decision.ok else decision.reasons[0].code
        vals = self._web_vals(team, values, place, outcome)
        entry = self._enter(f"web:{key}", **vals, consent=consent)
        if not decision.ok:
            entry._keep_files(files)
            return self.env["o2c.ticket"]
        # sent twice: the ticket of the first time
        return entry._web_ticket(letter, values, files) if entry else self._of_web(key)

    def _of_web(self, key):
        # strangers have no rights
        return self.sudo().search([("key", "=", f"web:{key}")]).ticket_id

    def _web_ticket(self, letter, values, files):
        team = self.team_id
        tickets = self.env["o2c.ticket"].sudo()  # strangers have no rights
        base = {"team_id": team.id, "company_id": team.company_id.id}
        text = "\n".join(filter(None, [values["text"], values["phone"]]))
        vals = tickets._intake_vals(letter.subject, text, "web", base)
        sender = tickets._intake_sender(letter, values["text"], vals["company_id"])
        ticket = tickets.create(
            {**vals, "partner_id": sender.id, "email_from": letter.sender}
        )
        if not sender.phone and sender.create_date == ticket.create_date:
            sender.phone = values["phone"]
        ticket._find_document(values["order"])
        self.write({"ticket_id": ticket.id, "partner_id": ticket.partner_id.id})
        ticket._keep_files(files)
        return ticket

    def _keep_files(self, files):
        if self:
            self.env["o2c.ticket"]._files_on(self, files)

    def _web_vals(self, team, values, place, outcome):
        return {
            "company_id": team.company_id.id,
            "team_id": team.id,
            "channel": "web",
            "sender": values["email"],
            "sender_name": values["name"],
            "subject": values["subject"],
            # what makes no ticket is all there is of it
            "preview": values["text"][: PREVIEW if outcome in DONE else None],
            "size": len(values["text"]),
            "origin_key": place,
            "outcome": outcome.value,
        }
