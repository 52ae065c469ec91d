from odoo import api, models
from odoo.tools import SQL, email_normalize

from odoo.addons.o2c_orders.domain.card_search import same_number, tail
from odoo.addons.o2c_orders.models.res_partner_search import PHONE_TAIL

from ..domain.language import guess
from ..domain.sender import Known, choose, company_domain

EMAIL_DOMAIN = "split_part(email_normalized, '@', 2)"


class ResPartner(models.Model):
    """Who writes: the customer behind an address or number, or a new one."""

    _name = "res.partner"
    _inherit = "res.partner"

    _o2c_email_domain = models.Index(
        f"({EMAIL_DOMAIN}) WHERE email_normalized IS NOT NULL"
    )

    @api.model
    def _o2c_senders(self, address, company):
        """Who has ``address`` in ``company``: a list of ``domain.sender.Known``."""
        address = email_normalize(address or "")
        if not address:
            return []
        # who writes is nobody's user
        partners = self.sudo().search(
            [
                ("email_normalized", "=", address),
                ("company_id", "in", (False, company.id)),
            ]
        )
        return [p._o2c_known() for p in partners]

    def _o2c_known(self):
        return Known(self.id, self.commercial_partner_id.id, not self.partner_share)

    @api.model
    def _o2c_sender(self, address, company, name="", text="", language=""):
        """The partner (sudo) that writes from ``address``, made when nobody has it.

        A new one belongs to a company only when all who have its mail domain are of
        that one company; he gets none of its documents by that.

        :param text: what he wrote, which tells his language
        """
        known = choose(self._o2c_senders(address, company))
        if known:
            # as in _o2c_senders
            return self.sudo().browse(known)
        parent = self._o2c_company_of(address, company)
        return self._o2c_new_sender(
            {
                "name": (name or address)[:120],
                "email": address,
                "parent_id": parent.id,
                "lang": self._o2c_language(text, language, parent, company),
            },
            company,
        )

    @api.model
    def _o2c_new_sender(self, vals, company):
        # as in _o2c_senders
        partners = self.sudo().with_company(company)
        return partners.create({**vals, "company_id": company.id, "type": "contact"})

    @api.model
    def _o2c_company_of(self, address, company):
        """The one customer to whose people the mail domain belongs, else none."""
        domain = company_domain(email_normalize(address or "") or "")
        if not domain:
            return self.browse()
        self.flush_model(["email_normalized", "commercial_partner_id", "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT p.commercial_partner_id, c.is_company"
                "  FROM res_partner p"
                "  JOIN res_partner c ON c.id = p.commercial_partner_id"
                " WHERE %s = %s AND p.email_normalized IS NOT NULL AND p.active"
                "   AND (p.company_id IS NULL OR p.company_id = %s) LIMIT 2",
                SQL(EMAIL_DOMAIN.replace("email_", "p.email_")),
                domain,
                company.id,
            )
        )
        if len(rows) != 1 or not rows[0][1]:
            return self.browse()
        # as in _o2c_senders
        found = self.sudo().browse(rows[0][0])
        return self.browse() if found.ref_company_ids else found

    @api.model
    def _o2c_language(self, text, language, parent, company):
        """The language to write in: what was said, what he writes, his company's."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        for letters in (guess(text), language):
            match = [code for code in codes if letters and code.startswith(letters)]
            if match:
                return match[0]
        # as in _o2c_senders
        return parent.lang or company.sudo().partner_id.lang or self.env.lang

    @api.model
    def _o2c_of_number(self, number, company):
        """Who has a telephone number in ``company`` (sudo), colleagues left out."""
        self.flush_model(["phone", "active", "company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, phone FROM res_partner WHERE active AND phone IS NOT NULL"
                " AND (company_id IS NULL OR company_id = %s) AND %s = %s ORDER BY id",
                company.id,
                SQL(PHONE_TAIL),
                tail(number),
            )
        )
        found = [number_ for number_, phone in rows if same_number(phone, number)]
        # who calls or writes is nobody's user
        return self.sudo().browse(found).filtered("partner_share")
