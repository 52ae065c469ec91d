"""Sealing, verifying and extracting the chain of the contact ledger."""

from odoo import api, models
from odoo.tools import SQL, groupby

from .. import explain
from ..domain import contact_chain as chain


class O2cContact(models.Model):
    _inherit = "o2c.contact"

    @api.model
    def _seal(self, limit=5000):
        """Number and link up to ``limit`` entries that are not sealed.

        Two sealers at once cannot both succeed: they write the same rows.

        :return: how many entries were sealed
        """
        self.flush_model()
        pending = self.sudo().search(  # sealing concerns everybody's entries
            [("number", "=", 0)], order="company_id, id", limit=limit
        )
        for company, contacts in groupby(pending, lambda c: c.company_id):
            self._seal_company(company, contacts)
        return len(pending)

    def _seal_company(self, company, contacts):
        last = self.sudo().search(  # as above
            [("company_id", "=", company.id), ("number", ">", 0)],
            order="number desc",
            limit=1,
        )
        links = chain.seal(last.link or chain.GENESIS, [c.digest for c in contacts])
        rows = [
            SQL("(%s, %s, %s)", contact.id, last.number + place, link)
            for place, (contact, link) in enumerate(
                zip(contacts, links, strict=True), start=1
            )
        ]
        self.env.execute_query(
            SQL(
                "UPDATE o2c_contact c SET number = v.number, link = v.link"
                " FROM (VALUES %s) AS v (id, number, link)"
                " WHERE c.id = v.id RETURNING c.id",
                SQL(", ").join(rows),
            )
        )
        self.invalidate_model(["number", "link"])

    @api.model
    def _cron_seal(self):
        """Seal what is new, in batches. May run twice or be killed at any moment."""
        while sealed := self._seal():
            remaining = self.search_count([("number", "=", 0)])
            if not self.env["ir.cron"]._commit_progress(sealed, remaining=remaining):
                break

    @api.model
    def _verify(self, company, batch=5000):
        """Check the whole chain of ``company``.

        :return: ``(entries checked, None)`` or ``(entry number, Fault)``
        """
        while self._seal():
            pass
        number, link = 0, chain.GENESIS
        while entries := self._entries(company, number, batch):
            fault = chain.verify(entries, previous=link, number=number)
            if fault:
                return fault
            number, link = entries[-1].number, entries[-1].link
        return number, None

    def _entries(self, company, after, limit):
        contacts = self.sudo().search(  # the chain is whole or it proves nothing
            [("company_id", "=", company.id), ("number", ">", after)],
            order="number",
            limit=limit,
        )
        return [chain.Entry(c.number, c._content(), c.digest, c.link) for c in contacts]

    @api.model
    def action_verify(self):
        """Verify the chain of the present company and say what was found."""
        self.check_access("read")
        number, fault = self._verify(self.env.company)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": explain.contact.contact_fault(self.env, number, fault)
                if fault
                else explain.contact.contact_intact(self.env, number),
                "type": "danger" if fault else "success",
                "sticky": bool(fault),
            },
        }

    def _extract(self):
        """These entries with their proof, as JSON values, sealed ones only.

        Checked outside Odoo by ``python domain/contact_chain.py FILE``.
        """
        self.check_access("read")
        while self._seal():
            pass
        # the entry before may be one that the reader must not see: only its link
        links = {
            (c.company_id, c.number): c.link
            for c in self.sudo().search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("number", "in", [c.number - 1 for c in self]),
                ]
            )
        }
        return [
            {
                "company": c.company_id.name,
                "number": c.number,
                "content": c.sudo()._content(),  # read right was checked above
                "digest": c.digest,
                "previous": links.get((c.company_id, c.number - 1), chain.GENESIS),
                "link": c.link,
            }
            for c in self.sorted("number")
        ]

    def action_export(self):
        """Download these contacts with the proof that nobody changed them."""
        ids = ",".join(str(contact_id) for contact_id in self.ids)
        return {"type": "ir.actions.act_url", "url": f"/o2c/contacts.json?ids={ids}"}
