"""What a collector does about a customer without leaving the work list.

Each of these needs the customer to be his at the moment, is written into the contact
ledger and has the entry read anew.
"""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from .o2c_contact_collection import RESULTS

NOT_REACHED = ("not_reached", "wrong_number")


class O2cWorkItem(models.Model):
    _name = "o2c.work.item"
    _inherit = "o2c.work.item"

    def log_call(self, vals):
        """Enter a call; phone steps of dunning are done when somebody was reached.

        :param vals: ``result`` (see RESULTS), ``note``, ``person_id``, ``duration``
            (minutes), ``next_date`` (the customer is put aside until then)
        :return: the id of the entry of the contact ledger
        """
        self._check_mine()
        contact = self._log_call(vals)
        if vals.get("next_date"):
            self._put_aside(vals["next_date"], vals.get("note"))
        elif contact.collection_result == "not_reached":
            # he is tried again on another day; who wants to may bring him back
            today = self.company_id._o2c_credit_today()
            self._put_aside(today + timedelta(days=1), contact.outcome)
        self._after_contact(contact)
        return contact.id

    def _log_call(self, vals):
        result = vals.get("result")
        if result not in dict(RESULTS):
            raise UserError(explain.work.result_needed(self.env))
        names = dict(
            self.env["o2c.contact"]
            ._fields["collection_result"]
            ._description_selection(self.env)
        )
        return self.env["o2c.contact"]._log(
            self._person(vals.get("person_id")),
            self._overdue_documents(),
            company_id=self.company_id.id,
            channel="phone",
            purpose="collection",
            direction="out",
            summary=explain.work.call_summary(self.env, names[result]),
            outcome=names[result],
            details=vals.get("note") or False,
            duration=max(0, int(vals.get("duration") or 0)),
            next_date=fields.Date.to_date(vals.get("next_date")) or False,
            collection_result=result,
        )

    def _person(self, person_id):
        """A contact person of the customer, him who pays when none is named."""
        account = self.account_id
        if not person_id:
            return account.payer_contact_id or account.partner_id
        person = self.env["res.partner"].browse(person_id).exists()
        if person.commercial_partner_id != account.partner_id:
            raise UserError(self.env._("This person is no contact of the customer."))
        return person

    def _overdue_documents(self):
        """The invoices of the customer that are past due."""
        today = self.company_id._o2c_credit_today()
        lines = self.account_id._own_receivables()
        late = lines.filtered(lambda li: (li.date_maturity or li.date) < today)
        documents = late.move_id.sudo(False)
        return documents._filtered_access("read")

    def _after_contact(self, contact):
        if contact.collection_result not in NOT_REACHED:
            for notice in self._phone_notices():
                notice._called(contact)
        self._refresh(self.account_id)

    def _phone_notices(self):
        """The phone steps of dunning that wait for a call to this customer."""
        notices = self.env["o2c.dunning.notice"].sudo()  # of an account he works on
        return notices.search(
            [
                ("account_id", "=", self.account_id.id),
                ("channel", "=", "phone"),
                ("state", "in", ("approved", "to_call")),
            ]
        )

    # ------------------------------------------------------------- promise, dispute
    def promise(self, vals):
        """Take a promise, of a call that is entered with it.

        :param vals: ``amount``, ``date``, ``line_ids`` (receivable lines; empty: the
            oldest open ones), ``currency_id``, ``note``, ``person_id``
        :return: the id of the promise
        """
        self._check_mine()
        contact = self._log_call({**vals, "result": "promise"})
        lines = self.env["account.move.line"].browse(vals.get("line_ids") or [])
        options = {"person": self._person(vals.get("person_id"))}
        if vals.get("currency_id"):
            currency = self.env["res.currency"].browse(vals["currency_id"])
            options["currency"] = currency
        made = self.account_id._promise(
            vals.get("amount") or 0,
            fields.Date.to_date(vals.get("date")),
            lines or None,
            channel="phone",
            note=vals.get("note"),
            contact=contact,
            **options,
        )
        self._after_contact(contact)
        return made.id

    def dispute(self, vals):
        """Note that the customer contests an invoice, or a part of it.

        :param vals: ``move_id``, ``amount`` (document currency; 0: all of it),
            ``note`` (what he says), ``person_id``
        """
        self._check_mine()
        move = self.env["account.move"].browse(vals.get("move_id")).exists()
        if not move or move.commercial_partner_id != self.partner_id:
            raise UserError(explain.work.choose_invoice(self.env))
        move.check_access("read")
        if not (vals.get("note") or "").strip():
            raise UserError(explain.work.dispute_needs_words(self.env))
        amount = vals.get("amount") or move.amount_residual
        person = self._person(vals.get("person_id"))
        move._o2c_contest(amount, vals["note"], channel="phone", person=person)
        contact = self._log_call({**vals, "result": "dispute"})
        self._after_contact(contact)
        return contact.id

    # ------------------------------------------------------------- put aside
    def snooze(self, until, note=None):
        """Put the customer aside until a day; a broken promise brings him back."""
        self._check_mine()
        self._put_aside(until, note)
        self._let_go(keep=())
        return True

    def _put_aside(self, until, note):
        day = fields.Date.to_date(until)
        today = self.company_id._o2c_credit_today()
        if not day or day <= today:
            raise UserError(explain.work.day_ahead(self.env))
        # the list is kept by code; whose customer it is was checked
        self.sudo().write(
            {
                "snoozed_until": day,
                "snoozed_on": today,
                "snooze_note": (note or "").strip() or False,
            }
        )

    def wake(self):
        """Bring a customer back who was put aside."""
        self._check_mine()
        self.sudo().write(  # as for putting aside
            {"snoozed_until": False, "snoozed_on": False, "snooze_note": False}
        )
        return True

    def write_email(self):
        """The composer for an e-mail to the customer, filled with what is open."""
        self._check_mine()
        account, person = self.account_id, self._person(None)
        speaking = self.with_context(lang=account._statement_lang())
        subject, body = explain.work.email(speaking.env, speaking)
        statement = self._statement_attachment()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("E-mail to %s", person.display_name),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "o2c.credit.account",
                "default_res_ids": account.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": person.ids,
                "default_subject": subject,
                "default_body": body,
                "default_attachment_ids": statement.ids,
            },
        }

    def _statement_attachment(self):
        """The statement of today as a file for the composer."""
        account, today = self.account_id, self.company_id._o2c_credit_today()
        return self.env["ir.attachment"].create(
            {
                "name": explain.work.statement_name(self.env, self.partner_id, today),
                "raw": account._statement_pdf(today),
                "mimetype": "application/pdf",
                "res_model": "mail.compose.message",
                "res_id": 0,
            }
        )
